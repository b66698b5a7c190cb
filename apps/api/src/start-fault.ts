import { types } from 'node:util';
import { ConfigurationError } from '@authengine/config';
import { DataFolderInUseError, postgresStartFault, StoreFault } from '@authengine/persistence';
import { RouteAccessError } from './http/routes/route-access-error.js';

/** A reason not to start that the reader can do something about; its message is all they need. */
export class StartFault extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartFault';
  }
}

const FOLDER_CODES = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOSPC', 'EDQUOT', 'EISDIR']);

/** What to tell of a start that failed for a reason outside the program; undefined when it is a defect, which deserves its stack. */
export function startFault(error: unknown): string | undefined {
  if (error instanceof StartFault || error instanceof ConfigurationError || error instanceof DataFolderInUseError || error instanceof StoreFault || error instanceof RouteAccessError) return error.message;
  if (!types.isNativeError(error)) return undefined;
  const ofPostgres = postgresStartFault(error);
  if (ofPostgres !== undefined) return ofPostgres;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (syscall !== 'listen' && path !== undefined && code !== undefined && FOLDER_CODES.has(code)) {
    return `${path} cannot be used (${code}); AUTHENGINE_DATA_DIR names the data folder, which must be writable`;
  }
  return undefined;
}

import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from './configuration-error.js';

const OTHERS = 0o077;
/** Files that the service keeps in a data folder, and files that a file system puts into its own root. */
const OURS = /^(?:postgres|mailbox|secrets\.json|superadmin-password|lock|\.s\.PGSQL\.\d+|lost\+found)(?:\.|$)/;

/**
 * Closes the data folder to all other users: creates it with mode 0700, or closes it with everything in it. Nothing
 * else guards the embedded database, its socket and the generated secrets.
 * @throws ConfigurationError for a folder that this service must not close
 */
export function ownDataFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const me = process.geteuid?.();
  // Windows uses access lists, not modes.
  if (me === undefined) return;
  const found = statSync(folder);
  if (found.uid !== me) throw fault(folder, `belongs to user ${found.uid}, and this is user ${me}: give it to this user (chown), or name another folder`);
  if (isOpen(found)) closeFolder(folder);
  closeContents(folder, me);
}

/** A folder that others also use (a home, /tmp) must not be closed. */
function closeFolder(folder: string): void {
  const foreign = readdirSync(folder).find((name) => !OURS.test(name));
  if (foreign !== undefined) throw fault(folder, `is open to other users and holds what is not this service's (${foreign}): name a folder of its own, or close it (chmod 700)`);
  chmodSync(folder, 0o700);
  if (isOpen(statSync(folder))) throw fault(folder, 'cannot be closed to other users: name a folder on a file system that keeps permissions');
  process.emitWarning(`The data folder ${folder} was open to other users of this machine and is closed now. Whatever they may have read or written there stays so.`);
}

/**
 * Earlier versions left files that anyone could write, which mattered when the folder was open. Nobody else reaches the
 * content of a closed folder, so only open folders are walked, and each is closed last.
 */
function closeContents(folder: string, me: number): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const entry = lstatSync(path, { throwIfNoEntry: false });
    if (!entry || entry.isSymbolicLink() || name === 'lost+found') continue;
    if (entry.uid !== me) throw fault(path, `belongs to user ${entry.uid}, and this is user ${me}: remove what others have put there, or give it to this user (chown)`);
    if (!isOpen(entry)) continue;
    if (entry.isDirectory()) closeContents(path, me);
    chmodSync(path, entry.mode & 0o700);
  }
}

function isOpen({ mode }: Stats): boolean {
  return (mode & OTHERS) !== 0;
}

function fault(path: string, what: string): ConfigurationError {
  return new ConfigurationError([`AUTHENGINE_DATA_DIR: ${path} ${what}`]);
}

import type { ApplicationId } from '@authengine/kernel';
import type { Copy, CopyRead } from '@authengine/persistence';
import type { ApplicationStatus } from './application.entity.js';

/** Higher than any version that a row can reach, so that nothing brings a removed application back. */
const GONE_VERSION = 9_007_199_254_740_000;
const GONE = 'x';

/** The copy `a:<application id>`: its status, or `x` once it is removed. */
export function applicationCopyKey(id: string): string {
  return `a:${id}`;
}

export function applicationCopy({ id, version, status }: { readonly id: ApplicationId; readonly version: string; readonly status: ApplicationStatus }): Copy {
  return { key: applicationCopyKey(id), version: Number(version), value: status, subject: id };
}

export function goneApplicationCopy(id: ApplicationId): Copy {
  return { key: applicationCopyKey(id), version: GONE_VERSION, value: GONE, subject: id };
}

export function isActiveApplication(copy: CopyRead): boolean {
  return copy.value === 'ACTIVE';
}

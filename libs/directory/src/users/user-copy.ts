import type { Copy, CopyRead } from '@authengine/persistence';
import type { UserStatus } from './user.entity.js';

/** Higher than any version of a live user, so that a deletion is final. */
const DELETED_VERSION = 9_007_199_254_740_000;

/** The copy `u:<user id>`: the user's version and status. */
export function userCopyKey(userId: string): string {
  return `u:${userId}`;
}

export function userCopy(user: { readonly id: string; readonly version: string | number; readonly status: UserStatus }): Copy {
  return { key: userCopyKey(user.id), version: Number(user.version), value: user.status, subject: user.id };
}

export function deletedUserCopy(userId: string): Copy {
  return { key: userCopyKey(userId), version: DELETED_VERSION, value: 'x', subject: userId };
}

/** The version of a user who may act; otherwise null. */
export function activeVersion(copy: CopyRead): number | null {
  return copy.value === 'ACTIVE' ? copy.version : null;
}

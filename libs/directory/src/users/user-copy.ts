import type { Copy, CopyRead } from '@authengine/persistence';
import type { UserStatus } from './user.entity.js';

/** Above every version a live user reaches, so that a deletion wins for good. */
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

/** The version of a user who may act, or null. */
export function activeVersion(copy: CopyRead): number | null {
  return copy.value === 'ACTIVE' ? copy.version : null;
}

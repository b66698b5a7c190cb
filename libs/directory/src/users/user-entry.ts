import type { CacheEntry, CachedValue } from '@authengine/persistence';
import type { UserStatus } from './user.entity.js';

/** Higher than any version of a live user, so that a deletion is final. */
const DELETED_VERSION = 9_007_199_254_740_000;

/** The cache entry `u:<user id>`: the user's version and status. */
export function userCacheKey(userId: string): string {
  return `u:${userId}`;
}

export function userEntry(user: { readonly id: string; readonly version: string | number; readonly status: UserStatus }): CacheEntry {
  return { key: userCacheKey(user.id), version: Number(user.version), value: user.status, subject: user.id };
}

export function userTombstone(userId: string): CacheEntry {
  return { key: userCacheKey(userId), version: DELETED_VERSION, value: 'x', subject: userId };
}

/** The version of a user who may act; otherwise null. */
export function activeVersion(entry: CachedValue): number | null {
  return entry.value === 'ACTIVE' ? entry.version : null;
}

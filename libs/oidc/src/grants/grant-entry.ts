import type { CacheEntry, CachedValue } from '@authengine/persistence';

const LIVE = 0;
const ENDED = 1;
/** The tombstone of an application's own token. */
const OWN_TOKEN = 'o';

/** The cache entry `g:<id>` of what a token hangs on: a grant's id, or the digest of an application's own token. `l`, or the tombstone `x`, which wins. */
export function grantCacheKey(id: string): string {
  return `g:${id}`;
}

export function liveGrantEntry(id: string, subject: string): CacheEntry {
  return { key: grantCacheKey(id), version: LIVE, value: 'l', subject };
}

export function grantTombstone(id: string, subject: string): CacheEntry {
  return { key: grantCacheKey(id), version: ENDED, value: 'x', subject };
}

/** For a token that hangs on no grant. Nobody can tell which kept answers rest on it. */
export function tokenTombstone(tokenId: string, applicationId: string): CacheEntry {
  return { key: grantCacheKey(tokenId), version: ENDED, value: OWN_TOKEN, subject: applicationId };
}

export function isLiveGrant(entry: CachedValue): boolean {
  return entry.version === LIVE;
}

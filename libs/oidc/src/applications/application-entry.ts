import type { ApplicationId } from '@authengine/kernel';
import type { CacheEntry, CachedValue } from '@authengine/persistence';
import type { ApplicationStatus } from './application.entity.js';

/** Higher than any version that a row can reach, so that nothing brings a removed application back. */
const GONE_VERSION = 9_007_199_254_740_000;
const GONE = 'x';

/** The cache entry `a:<application id>`: its status, or `x` once it is removed. */
export function applicationCacheKey(id: string): string {
  return `a:${id}`;
}

export function applicationEntry({ id, version, status }: { readonly id: ApplicationId; readonly version: string; readonly status: ApplicationStatus }): CacheEntry {
  return { key: applicationCacheKey(id), version: Number(version), value: status, subject: id };
}

export function applicationTombstone(id: ApplicationId): CacheEntry {
  return { key: applicationCacheKey(id), version: GONE_VERSION, value: GONE, subject: id };
}

export function isActiveApplication(entry: CachedValue): boolean {
  return entry.value === 'ACTIVE';
}

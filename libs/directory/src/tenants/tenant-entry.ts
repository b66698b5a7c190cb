import type { TenantId } from '@authengine/kernel';
import type { CacheEntry, CachedValue } from '@authengine/persistence';
import type { TenantStatus } from './tenant.entity.js';

/** The state of a tenant at the moment of the question. */
export interface LiveTenant {
  readonly version: number;
  readonly status: TenantStatus;
}

/** Higher than any version that a row can reach, so that nothing brings a deleted tenant back. */
const GONE_VERSION = 9_007_199_254_740_000;
const GONE = 'x';

/** The stamp of all tenants: another one after each change of any tenant, or of what its roles give. */
export const TENANTS_STAMP = 't';

export function tenantCacheKey(id: TenantId): string {
  return `t:${id}`;
}

export function tenantEntry(id: TenantId, { version, status }: LiveTenant): CacheEntry {
  return { key: tenantCacheKey(id), version, value: status, subject: id };
}

/** The cache entry that stays after a deletion. */
export function tenantTombstone(id: TenantId): CacheEntry {
  return { key: tenantCacheKey(id), version: GONE_VERSION, value: GONE, subject: id };
}

/** The tenant in a cache entry, or null for a deleted one. */
export function readTenantEntry(entry: CachedValue): LiveTenant | null {
  return entry.value === GONE ? null : { version: entry.version, status: entry.value as TenantStatus };
}

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

/**
 * The cache entry `as:<application id>`: the scopes that the application may have in its own name. It is worth nothing beside an
 * `a:` of a higher version: a node of an earlier version writes that one alone.
 */
export function applicationScopesCacheKey(id: string): string {
  return `as:${id}`;
}

export function applicationScopesEntry({ id, version, scopes }: { readonly id: ApplicationId; readonly version: string; readonly scopes: readonly string[] | null }): CacheEntry {
  return { key: applicationScopesCacheKey(id), version: Number(version), value: scopes?.length ? scopes.join(' ') : 'openid', subject: id };
}

/** Whether a token of the application's own says no more than the application may have now. */
export function isWithin(scope: string, { value }: Pick<CachedValue, 'value'>): boolean {
  const may = new Set(value.split(' '));
  return scope === '' || scope.split(' ').every((name) => may.has(name));
}

export function isActiveApplication(entry: CachedValue): boolean {
  return entry.value === 'ACTIVE';
}

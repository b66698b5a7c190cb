import type { ServiceKeyId, TenantId } from '@authengine/kernel';
import type { CacheEntry, CachedValue } from '@authengine/persistence';
import { restrictionOfTexts, type KeyRestriction } from './key-restriction.js';

/** The content of a valid key's cache entry. */
export interface ServiceKeyFacts {
  readonly keyId: ServiceKeyId;
  readonly tenantId: TenantId | null;
  /** Milliseconds since the epoch; null for a key without an end. */
  readonly expiresAtMs: number | null;
  /** Null for a key that may see everything, from anywhere. */
  readonly restriction: KeyRestriction | null;
  /** The permissions that forward authentication demands of a user; may be empty. */
  readonly required: readonly string[];
  readonly serviceName: string;
}

const STANDING = 0;
const REVOKED = 1;
const NOTHING: readonly string[] = [];

/**
 * The cache entry `k:<SHA-256 of the key, hex>`: `<key id>|<tenant id or ->|<expires at, ms, or 0>|<permissions>|<addresses>|
 * <required permissions>|<service name, percent-encoded>` (lists comma-separated; empty: any, any, none); or the
 * tombstone `x`, which wins.
 */
export function serviceKeyCacheKey(hash: Buffer): string {
  return `k:${hash.toString('hex')}`;
}

export function standingKeyEntry(hash: Buffer, { keyId, tenantId, expiresAtMs, restriction, required, serviceName }: ServiceKeyFacts): CacheEntry {
  const restricted = `${restriction?.permissions ?? ''}|${restriction?.addresses ?? ''}|${required.join(',')}`;
  return { key: serviceKeyCacheKey(hash), version: STANDING, value: `${keyId}|${tenantId ?? '-'}|${expiresAtMs ?? 0}|${restricted}|${encodeURIComponent(serviceName)}`, subject: keyId };
}

export function serviceKeyTombstone(hash: Buffer, keyId: ServiceKeyId): CacheEntry {
  return { key: serviceKeyCacheKey(hash), version: REVOKED, value: 'x', subject: keyId };
}

/** Undefined for the cache entry of a node of an earlier version, which does not say what the key requires: only Postgres can tell. */
export function readServiceKeyEntry(entry: CachedValue): ServiceKeyFacts | 'revoked' | undefined {
  if (entry.version !== STANDING) return 'revoked';
  const [keyId, tenantId, expiresAt, permissions, addresses, required, serviceName] = entry.value.split('|');
  if (required === undefined || serviceName === undefined) return undefined;
  return {
    keyId: keyId as ServiceKeyId,
    tenantId: tenantId === '-' ? null : (tenantId as TenantId),
    expiresAtMs: Number(expiresAt) || null,
    restriction: permissions || addresses ? restrictionOfTexts(permissions ?? '', addresses ?? '') : null,
    required: required === '' ? NOTHING : required.split(','),
    serviceName: serviceName.includes('%') ? decodeURIComponent(serviceName) : serviceName,
  };
}

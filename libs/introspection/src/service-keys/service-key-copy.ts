import type { ServiceKeyId, TenantId } from '@authengine/kernel';
import type { Copy, CopyRead } from '@authengine/persistence';
import { restrictionOfTexts, type KeyRestriction } from './key-restriction.js';

/** What a key's copy tells while it stands. */
export interface ServiceKeyFacts {
  readonly keyId: ServiceKeyId;
  readonly tenantId: TenantId | null;
  /** Milliseconds since the epoch; null for a key without an end. */
  readonly expiresAtMs: number | null;
  /** Null for a key that is told of everything, from anywhere. */
  readonly restriction: KeyRestriction | null;
}

const STANDING = 0;
const REVOKED = 1;

/**
 * The copy `k:<SHA-256 of the key, hex>`: `<key id>|<tenant id or ->|<expires at, ms, or 0>`, of a restricted key
 * followed by `|<permissions>|<addresses>` (comma-separated; empty: any); or the tombstone `x`, which wins.
 */
export function serviceKeyCopyKey(hash: Buffer): string {
  return `k:${hash.toString('hex')}`;
}

export function standingKeyCopy(hash: Buffer, { keyId, tenantId, expiresAtMs, restriction }: ServiceKeyFacts): Copy {
  const restricted = restriction === null ? '' : `|${restriction.permissions}|${restriction.addresses}`;
  return { key: serviceKeyCopyKey(hash), version: STANDING, value: `${keyId}|${tenantId ?? '-'}|${expiresAtMs ?? 0}${restricted}`, subject: keyId };
}

export function revokedKeyCopy(hash: Buffer, keyId: ServiceKeyId): Copy {
  return { key: serviceKeyCopyKey(hash), version: REVOKED, value: 'x', subject: keyId };
}

export function readServiceKeyCopy(copy: CopyRead): ServiceKeyFacts | 'revoked' {
  if (copy.version !== STANDING) return 'revoked';
  const [keyId, tenantId, expiresAt, permissions, addresses] = copy.value.split('|');
  return {
    keyId: keyId as ServiceKeyId,
    tenantId: tenantId === '-' ? null : (tenantId as TenantId),
    expiresAtMs: Number(expiresAt) || null,
    restriction: permissions === undefined ? null : restrictionOfTexts(permissions, addresses ?? ''),
  };
}

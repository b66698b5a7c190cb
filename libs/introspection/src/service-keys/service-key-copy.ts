import type { ServiceKeyId, TenantId } from '@authengine/kernel';
import type { Copy, CopyRead } from '@authengine/persistence';

/** What a key's copy tells while it stands. */
export interface ServiceKeyFacts {
  readonly keyId: ServiceKeyId;
  readonly tenantId: TenantId | null;
  /** Milliseconds since the epoch; null for a key without an end. */
  readonly expiresAtMs: number | null;
}

const STANDING = 0;
const REVOKED = 1;

/** The copy `k:<SHA-256 of the key, hex>`: `<key id>|<tenant id or ->|<expires at, ms, or 0>`, or the tombstone `x`, which wins. */
export function serviceKeyCopyKey(hash: Buffer): string {
  return `k:${hash.toString('hex')}`;
}

export function standingKeyCopy(hash: Buffer, { keyId, tenantId, expiresAtMs }: ServiceKeyFacts): Copy {
  return { key: serviceKeyCopyKey(hash), version: STANDING, value: `${keyId}|${tenantId ?? '-'}|${expiresAtMs ?? 0}` };
}

export function revokedKeyCopy(hash: Buffer): Copy {
  return { key: serviceKeyCopyKey(hash), version: REVOKED, value: 'x' };
}

export function readServiceKeyCopy(copy: CopyRead): ServiceKeyFacts | 'revoked' {
  if (copy.version !== STANDING) return 'revoked';
  const [keyId, tenantId, expiresAt] = copy.value.split('|');
  return { keyId: keyId as ServiceKeyId, tenantId: tenantId === '-' ? null : (tenantId as TenantId), expiresAtMs: Number(expiresAt) || null };
}

import { createHash } from 'node:crypto';
import { newId, type ServiceKeyId, type TenantId } from '@authengine/kernel';
import { restrictionOf } from './key-restriction.js';
import { readServiceKeyCopy, revokedKeyCopy, standingKeyCopy } from './service-key-copy.js';

describe("a key's copy", () => {
  const hash = createHash('sha256').update('key').digest();
  const keyId = newId<ServiceKeyId>();

  it.each([
    { keyId, tenantId: null, expiresAtMs: null, restriction: null },
    { keyId, tenantId: newId<TenantId>(), expiresAtMs: 1_900_000_000_000, restriction: null },
    { keyId, tenantId: null, expiresAtMs: null, restriction: restrictionOf({ permissions: ['tenant.view', 'tenant.update'], allowedAddresses: ['10.0.0.0/8', '2001:db8::7'] }) },
    { keyId, tenantId: newId<TenantId>(), expiresAtMs: null, restriction: restrictionOf({ permissions: null, allowedAddresses: ['10.0.0.1'] }) },
    { keyId, tenantId: null, expiresAtMs: null, restriction: restrictionOf({ permissions: ['tenant.view'], allowedAddresses: null }) },
  ])('tells what was put in', (facts) => {
    expect(readServiceKeyCopy(standingKeyCopy(hash, facts))).toEqual(facts);
  });

  it('is found by the hash of the key and holds neither', () => {
    const copy = standingKeyCopy(hash, { keyId, tenantId: null, expiresAtMs: null, restriction: null });
    expect(copy.key).toBe(`k:${hash.toString('hex')}`);
    expect(copy.value).not.toContain('ae_sk_');
  });

  it('of a revoked key wins over any other of the same key', () => {
    const standing = standingKeyCopy(hash, { keyId, tenantId: null, expiresAtMs: null, restriction: null });
    const revoked = revokedKeyCopy(hash, keyId);
    expect(revoked.key).toBe(standing.key);
    expect(revoked.version).toBeGreaterThan(standing.version);
    expect(readServiceKeyCopy(revoked)).toBe('revoked');
  });
});

import { createHash } from 'node:crypto';
import { newId, type ServiceKeyId, type TenantId } from '@authengine/kernel';
import { restrictionOf } from './key-restriction.js';
import { readServiceKeyEntry, serviceKeyTombstone, standingKeyEntry } from './service-key-entry.js';

describe("a key's cache entry", () => {
  const hash = createHash('sha256').update('key').digest();
  const keyId = newId<ServiceKeyId>();

  it.each([
    { keyId, tenantId: null, expiresAtMs: null, restriction: null, required: [], serviceName: 'billing' },
    { keyId, tenantId: newId<TenantId>(), expiresAtMs: 1_900_000_000_000, restriction: null, required: [], serviceName: 'billing' },
    { keyId, tenantId: null, expiresAtMs: null, restriction: restrictionOf({ permissions: ['tenant.view', 'tenant.update'], allowedAddresses: ['10.0.0.0/8', '2001:db8::7'] }), required: ['tenant.view', 'orders.read'], serviceName: 'a|b, ü %7C' },
    { keyId, tenantId: newId<TenantId>(), expiresAtMs: null, restriction: restrictionOf({ permissions: null, allowedAddresses: ['10.0.0.1'] }), required: ['tenant.view'], serviceName: 'billing' },
    { keyId, tenantId: null, expiresAtMs: null, restriction: restrictionOf({ permissions: ['tenant.view'], allowedAddresses: null }), required: [], serviceName: 'billing' },
  ])('tells what was put in', (facts) => {
    expect(readServiceKeyEntry(standingKeyEntry(hash, facts))).toEqual(facts);
  });

  it.each([`${keyId}|-|0`, `${keyId}|-|0|tenant.view|`])('of an earlier version says nothing of what the key requires, so that Postgres is asked: %s', (value) => {
    expect(readServiceKeyEntry({ version: 0, value })).toBeUndefined();
  });

  it('is found by the hash of the key and holds neither', () => {
    const entry = standingKeyEntry(hash, { keyId, tenantId: null, expiresAtMs: null, restriction: null, required: [], serviceName: 'billing' });
    expect(entry.key).toBe(`k:${hash.toString('hex')}`);
    expect(entry.value).not.toContain('ae_sk_');
  });

  it('of a revoked key wins over any other of the same key', () => {
    const standing = standingKeyEntry(hash, { keyId, tenantId: null, expiresAtMs: null, restriction: null, required: [], serviceName: 'billing' });
    const revoked = serviceKeyTombstone(hash, keyId);
    expect(revoked.key).toBe(standing.key);
    expect(revoked.version).toBeGreaterThan(standing.version);
    expect(readServiceKeyEntry(revoked)).toBe('revoked');
  });
});

import { newId, type TenantId } from '@authengine/kernel';
import type { TenantAccess } from '@authengine/rbac';
import { keyMaySee } from './key-may-see.js';

describe('what a key may see', () => {
  const [own, other] = [newId<TenantId>(), newId<TenantId>()];
  const memberOf = (...ids: TenantId[]) => ({ tenants: new Map<TenantId, TenantAccess>(ids.map((id) => [id, { version: 1, status: 'ACTIVE', permissions: [], level: 0 }])) });

  it('is everyone, everywhere, for a key of the platform', () => {
    for (const asked of [null, own, other]) expect(keyMaySee(null, asked, memberOf())).toBe(true);
  });

  it('is a member of its tenant, asked about there', () => {
    expect(keyMaySee(own, own, memberOf(own, other))).toBe(true);
  });

  it('is nobody who is no member of its tenant (predecessor defect 16)', () => {
    expect(keyMaySee(own, own, memberOf(other))).toBe(false);
  });

  it('is nothing in another tenant, nor outside of all, of whoever it is', () => {
    for (const asked of [null, other]) expect(keyMaySee(own, asked, memberOf(own, other))).toBe(false);
  });
});

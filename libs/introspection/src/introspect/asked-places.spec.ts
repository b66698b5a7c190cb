import { newId, type TenantId } from '@authengine/kernel';
import type { TenantAccess } from '@authengine/rbac';
import { tenantAskedFor, visibleTo, type AskedTenant } from './asked-places.js';

const [named, ofKey, ofToken] = [newId<TenantId>(), newId<TenantId>(), newId<TenantId>()];
const about = (tenantId: TenantId): AskedTenant => ({ kind: 'tenant', tenantId });
const PLATFORM: AskedTenant = { kind: 'platform' };
const HIDDEN: AskedTenant = { kind: 'hidden' };

describe('the tenant asked for', () => {
  it.each([
    ["the body's", named, ofKey, ofToken, about(named)],
    ["else the key's own", null, ofKey, ofToken, about(ofKey)],
    ["else the token's active one", null, null, ofToken, about(ofToken)],
    ['else the platform', null, null, undefined, PLATFORM],
    ['never the token’s when the body names one', named, null, ofToken, about(named)],
  ])('is %s', (_, body, key, token, expected) => {
    expect(tenantAskedFor(body, key, token)).toEqual(expected);
  });

  it('is the same however its id is spelled (RFC 9562 section 4)', () => {
    expect(tenantAskedFor(named.toUpperCase(), null, undefined)).toEqual(about(named));
  });

  it.each([[''], ['*'], [42], [true], [{}], [[]], [[named]], [`${named} `], ["' OR 1=1--"], [`${named}\0`], ['\ud800'], [undefined]])('is hidden for %j, which names no tenant, and falls back to nothing', (value) => {
    expect(tenantAskedFor(value, ofKey, ofToken)).toEqual(HIDDEN);
  });
});

describe('what a key hears of', () => {
  const [own, other] = [newId<TenantId>(), newId<TenantId>()];
  const memberOf = (...ids: TenantId[]) => ({ tenants: new Map<TenantId, TenantAccess>(ids.map((id) => [id, { version: 1, status: 'ACTIVE', permissions: [], level: 0 }])) });

  it('is everyone, everywhere, for a key of the platform', () => {
    for (const asked of [PLATFORM, about(own), about(other), HIDDEN]) expect(visibleTo(null, asked, memberOf())).toEqual(asked);
  });

  it('is a member of its tenant, asked about there', () => {
    expect(visibleTo(own, about(own), memberOf(own, other))).toEqual(about(own));
  });

  it('is nobody who is no member of its tenant (predecessor defect 16)', () => {
    expect(visibleTo(own, about(own), memberOf(other))).toEqual(HIDDEN);
  });

  it('is nothing in another tenant, nor outside of all, of whoever it is', () => {
    for (const asked of [PLATFORM, about(other), HIDDEN]) expect(visibleTo(own, asked, memberOf(own, other))).toEqual(HIDDEN);
  });
});

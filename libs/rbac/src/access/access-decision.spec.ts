import type { TenantStatus } from '@authengine/directory';
import { newId, type TenantId, type UserId } from '@authengine/kernel';
import fc from 'fast-check';
import { decideAccess, levelIn, permissionsIn } from './access-decision.js';
import type { AccessSnapshot, TenantAccess } from './access-snapshot.js';

const HERE = newId<TenantId>();
const ELSEWHERE = newId<TenantId>();
const active = { version: 1, status: 'ACTIVE' } as const;
const suspended = { version: 1, status: 'SUSPENDED' } as const;

interface Given {
  readonly platform?: readonly string[];
  readonly platformLevel?: number;
  readonly tenants?: Readonly<Record<string, Partial<TenantAccess>>>;
}

function snapshot({ platform = [], platformLevel = 0, tenants = {} }: Given): AccessSnapshot {
  return {
    userId: newId<UserId>(),
    userVersion: 1,
    userStatus: 'ACTIVE',
    identity: { email: null, firstName: null, lastName: null, avatarUrl: null, isEmailVerified: false, username: null },
    platformPermissions: platform,
    platformLevel,
    tenants: new Map(Object.entries(tenants).map(([id, access]) => [id as TenantId, { version: 1, status: 'ACTIVE', permissions: [], level: 0, ...access }])),
  };
}

describe('decideAccess', () => {
  it('allows on the platform what a platform role holds', () => {
    expect(decideAccess(snapshot({ platform: ['platform.users.view'] }), ['platform.users.view'], null)).toEqual({ allowed: true });
  });

  it('names every permission that is missing on the platform, whatever tenants give', () => {
    const access = snapshot({ platform: ['a'], tenants: { [HERE]: { permissions: ['b', 'c'], level: 60 } } });
    expect(decideAccess(access, ['a', 'b', 'c'], null)).toEqual({ allowed: false, reason: 'permission_missing', missing: ['b', 'c'] });
  });

  it('allows a member what their roles in that tenant hold', () => {
    const access = snapshot({ tenants: { [HERE]: { permissions: ['tenant.view'] } } });
    expect(decideAccess(access, ['tenant.view'], { tenantId: HERE })).toEqual({ allowed: true });
  });

  it('never takes a permission of one tenant for another’s', () => {
    const access = snapshot({ tenants: { [HERE]: {}, [ELSEWHERE]: { permissions: ['tenant.view'] } } });
    expect(decideAccess(access, ['tenant.view'], { tenantId: HERE })).toEqual({ allowed: false, reason: 'permission_missing', missing: ['tenant.view'] });
  });

  it('lets roles of the tenant and of the platform make up the requirement together', () => {
    const access = snapshot({ platform: ['a'], tenants: { [HERE]: { permissions: ['b'] } } });
    expect(decideAccess(access, ['a', 'b'], { tenantId: HERE })).toEqual({ allowed: true });
  });

  it('lets a platform role count in a tenant that its holder is no member of', () => {
    expect(decideAccess(snapshot({ platform: ['tenant.view'] }), ['tenant.view'], { tenantId: HERE, live: active })).toEqual({ allowed: true });
  });

  it('tells a stranger the same of a tenant that exists, is suspended, or does not exist', () => {
    const access = snapshot({ platform: ['something.else'], tenants: { [ELSEWHERE]: { permissions: ['tenant.view'] } } });
    const answers = [active, suspended, undefined].map((live) => decideAccess(access, ['tenant.view'], { tenantId: HERE, live }));
    expect(answers[0]).toMatchObject({ allowed: false, reason: 'tenant_absent' });
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
  });

  it('says absent of a tenant that is gone, to those who may act in every tenant too', () => {
    expect(decideAccess(snapshot({ platform: ['tenant.view'] }), ['tenant.view'], { tenantId: HERE })).toMatchObject({ allowed: false, reason: 'tenant_absent' });
  });

  it('refuses everyone in a suspended tenant: its owner and the platform’s admins', () => {
    const owner = snapshot({ tenants: { [HERE]: { status: 'SUSPENDED', permissions: ['tenant.view'], level: 60 } } });
    const admin = snapshot({ platform: ['tenant.view'] });
    expect(decideAccess(owner, ['tenant.view'], { tenantId: HERE })).toMatchObject({ allowed: false, reason: 'tenant_suspended' });
    expect(decideAccess(admin, ['tenant.view'], { tenantId: HERE, live: suspended })).toMatchObject({ allowed: false, reason: 'tenant_suspended' });
  });

  it('keeps the other tenants of a suspended tenant’s member working', () => {
    const access = snapshot({ tenants: { [HERE]: { status: 'SUSPENDED' }, [ELSEWHERE]: { permissions: ['tenant.view'] } } });
    expect(decideAccess(access, ['tenant.view'], { tenantId: ELSEWHERE })).toEqual({ allowed: true });
  });

  it('RB-11 matches names exactly: no wildcards, no case folding, no trimming', () => {
    const access = snapshot({ platform: ['platform.*', 'PLATFORM.USERS.VIEW', 'platform.users.view ', '*', 'platform.users'] });
    expect(decideAccess(access, ['platform.users.view'], null).allowed).toBe(false);
  });

  it('throws when nothing is required: such a question has been put wrongly', () => {
    expect(() => decideAccess(snapshot({}), [], null)).toThrow('at least one');
  });
});

describe('permissionsIn', () => {
  it('gives each permission once, sorted, when roles of tenant and platform hold the same', () => {
    const access = snapshot({ platform: ['a', 'c'], tenants: { [HERE]: { permissions: ['b', 'c'] } } });
    expect(permissionsIn(access, { tenantId: HERE })).toEqual(['a', 'b', 'c']);
  });

  it('gives nothing in a tenant that is suspended or gone', () => {
    const access = snapshot({ platform: ['a'], tenants: { [HERE]: { status: 'SUSPENDED', permissions: ['b'] } } });
    expect(permissionsIn(access, { tenantId: HERE })).toEqual([]);
    expect(permissionsIn(access, { tenantId: ELSEWHERE })).toEqual([]);
  });
});

describe('levelIn', () => {
  it('RB-06 counts the roles of that tenant and of the platform only', () => {
    const access = snapshot({ tenants: { [HERE]: { level: 90 }, [ELSEWHERE]: { level: 10 } } });
    expect(levelIn(access, { tenantId: ELSEWHERE })).toBe(10);
    expect(levelIn(access, null)).toBe(0);
    expect(levelIn(snapshot({ platformLevel: 80, tenants: { [HERE]: { level: 10 } } }), { tenantId: HERE })).toBe(80);
  });
});

const name = fc.constantFrom('a', 'b', 'c', 'd');
const names = fc.uniqueArray(name).map((list) => list.sort());
const status = fc.constantFrom<TenantStatus>('ACTIVE', 'SUSPENDED');
const membership = fc.option(fc.record({ status, permissions: names, level: fc.integer({ min: 0, max: 100 }) }), { nil: undefined });
const live = fc.option(fc.record({ version: fc.constant(1), status }), { nil: undefined });
const world = fc.record({ platform: names, here: membership, elsewhere: membership, live, required: fc.uniqueArray(name, { minLength: 1 }), inTenant: fc.boolean() });

describe('every world of four permissions and two tenants', () => {
  it('allows exactly what roles at that place hold, in a tenant that is active', () => {
    fc.assert(
      fc.property(world, ({ platform, here, elsewhere, live: found, required, inTenant }) => {
        const access = snapshot({ platform, tenants: { ...(here ? { [HERE]: here } : {}), ...(elsewhere ? { [ELSEWHERE]: elsewhere } : {}) } });
        const place = inTenant ? { tenantId: HERE, live: found } : null;
        const open = !inTenant || (here ?? found)?.status === 'ACTIVE';
        const held = new Set([...platform, ...(inTenant ? (here?.permissions ?? []) : [])]);
        expect(decideAccess(access, required, place).allowed).toBe(open && required.every((permission) => held.has(permission)));
        expect(permissionsIn(access, place)).toEqual(open ? [...held].sort() : []);
      }),
      { numRuns: 2_000 },
    );
  });

  it('says nothing of the tenant to a stranger who would not be allowed anyway', () => {
    fc.assert(
      fc.property(world, ({ platform, elsewhere, live: found, required }) => {
        fc.pre(!required.every((permission) => platform.includes(permission)));
        const access = snapshot({ platform, tenants: elsewhere ? { [ELSEWHERE]: elsewhere } : {} });
        expect(decideAccess(access, required, { tenantId: HERE, live: found })).toEqual(decideAccess(access, required, { tenantId: newId<TenantId>() }));
      }),
      { numRuns: 1_000 },
    );
  });
});

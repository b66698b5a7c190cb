import type { TenantId, UserId } from '@authengine/kernel';
import type { AccessSnapshot } from '@authengine/rbac';
import { accessWithin } from './access-within.js';

const TENANT = '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10' as TenantId;
const ANOTHER = '1d9e2b63-801f-4e46-9b1d-406030f0a021' as TenantId;
const ACCESS: AccessSnapshot = {
  userId: '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f' as UserId,
  userVersion: 1,
  userStatus: 'ACTIVE',
  identity: { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace', avatarUrl: null, isEmailVerified: true, username: 'ada' },
  platformPermissions: ['platform.users.view', 'tenant.view'],
  platformLevel: 80,
  tenants: new Map([[TENANT, { version: 1, status: 'ACTIVE', permissions: ['tenant.update', 'tenant.view'], level: 60 }]]),
};

describe('the access of a user within the scopes of a token', () => {
  it('has the permissions that are scopes, and of these only what the user holds', () => {
    const within = accessWithin(ACCESS, 'openid tenant.view tenant.delete', null);
    expect(within.platformPermissions).toEqual(['tenant.view']);
    expect(within.tenants.get(TENANT)).toMatchObject({ permissions: ['tenant.view'], status: 'ACTIVE', version: 1 });
  });

  it('has one tenant alone where the application belongs to it', () => {
    expect([...accessWithin(ACCESS, 'tenant.view', TENANT).tenants.keys()]).toEqual([TENANT]);
    expect([...accessWithin(ACCESS, 'tenant.view', ANOTHER).tenants.keys()]).toEqual([]);
  });

  it('tells of the person what profile and email open', () => {
    expect(accessWithin(ACCESS, 'openid', null).identity).toEqual({ email: null, firstName: null, lastName: null, avatarUrl: null, isEmailVerified: false, username: null });
    expect(accessWithin(ACCESS, 'email', null).identity).toMatchObject({ email: 'ada@example.com', isEmailVerified: true, firstName: null });
    expect(accessWithin(ACCESS, 'profile', null).identity).toMatchObject({ email: null, firstName: 'Ada', username: 'ada' });
    expect(accessWithin(ACCESS, '', null).platformPermissions).toEqual([]);
  });

  it('is the same object for the same scopes, and leaves the user’s own alone', () => {
    expect(accessWithin(ACCESS, 'openid', null)).toBe(accessWithin(ACCESS, 'openid', null));
    expect(ACCESS.platformPermissions).toHaveLength(2);
  });
});

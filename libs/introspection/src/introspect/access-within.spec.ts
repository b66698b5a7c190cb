import type { TenantId, UserId } from '@authengine/kernel';
import type { AccessSnapshot } from '@authengine/rbac';
import { accessWithin } from './access-within.js';

const TENANT = '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10' as TenantId;
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
    const within = accessWithin(ACCESS, 'openid tenant.view tenant.delete');
    expect(within.platformPermissions).toEqual(['tenant.view']);
    expect(within.tenants.get(TENANT)).toMatchObject({ permissions: ['tenant.view'], status: 'ACTIVE', version: 1 });
  });

  it('tells of the person what profile and email open', () => {
    expect(accessWithin(ACCESS, 'openid').identity).toEqual({ email: null, firstName: null, lastName: null, avatarUrl: null, isEmailVerified: false, username: null });
    expect(accessWithin(ACCESS, 'email').identity).toMatchObject({ email: 'ada@example.com', isEmailVerified: true, firstName: null });
    expect(accessWithin(ACCESS, 'profile').identity).toMatchObject({ email: null, firstName: 'Ada', username: 'ada' });
    expect(accessWithin(ACCESS, '').platformPermissions).toEqual([]);
  });

  it('is the same object for the same scopes, and leaves the user’s own alone', () => {
    expect(accessWithin(ACCESS, 'openid')).toBe(accessWithin(ACCESS, 'openid'));
    expect(ACCESS.platformPermissions).toHaveLength(2);
  });
});

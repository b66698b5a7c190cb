import { definePermissions, permissionCatalogue, PlatformPermissions, TenantPermissions, type PermissionDefinition } from '@authengine/contracts';
import { BuiltInRoles } from './built-in-roles.js';

const Parcels = definePermissions('TENANT', {
  view: { name: 'parcels.view', description: 'See parcels', heldBy: ['TENANT_OWNER', 'TENANT_USER'] },
  scan: { name: 'parcels.scan', description: 'Scan parcels' },
});
const holders = (permission: PermissionDefinition): string[] => Object.values(BuiltInRoles).filter((role) => role.holds(permission)).map(({ name }) => name);

describe('the built-in roles', () => {
  it('hold what says so, and SUPER_ADMIN all', () => {
    expect(holders(Parcels.view)).toEqual(['SUPER_ADMIN', 'TENANT_OWNER', 'TENANT_USER']);
    expect(holders(Parcels.scan)).toEqual(['SUPER_ADMIN']);
  });

  it('hold what they always have of the product', () => {
    expect(holders(TenantPermissions.view)).toEqual(['SUPER_ADMIN', 'PLATFORM_ADMIN', 'TENANT_OWNER', 'TENANT_ADMIN', 'TENANT_MANAGER', 'TENANT_USER']);
    expect(holders(TenantPermissions.usersManage)).toEqual(['SUPER_ADMIN', 'PLATFORM_ADMIN', 'TENANT_OWNER', 'TENANT_ADMIN', 'TENANT_MANAGER']);
    expect(holders(TenantPermissions.auditView)).toEqual(['SUPER_ADMIN', 'PLATFORM_ADMIN', 'TENANT_OWNER', 'TENANT_ADMIN']);
    expect(holders(TenantPermissions.delete)).toEqual(['SUPER_ADMIN', 'PLATFORM_ADMIN', 'TENANT_OWNER']);
    expect(holders(PlatformPermissions.usersManage)).toEqual(['SUPER_ADMIN', 'PLATFORM_ADMIN']);
  });

  it('of tenants hold nothing of the platform', () => {
    const ofTenants = Object.values(BuiltInRoles).filter(({ scope }) => scope === 'TENANT');
    expect(permissionCatalogue().filter(({ scope }) => scope === 'PLATFORM').flatMap((permission) => ofTenants.filter((role) => role.holds(permission)))).toEqual([]);
  });
});

import { definePermissions } from './define-permissions.js';

export const PlatformPermissions = definePermissions('PLATFORM', {
  usersView: { name: 'platform.users.view', description: 'See every user' },
  usersManage: { name: 'platform.users.manage', description: 'Suspend, reactivate and delete users of a lower level' },
  tenantsView: { name: 'platform.tenants.view', description: 'See every tenant' },
  tenantsManage: { name: 'platform.tenants.manage', description: 'Create, change and delete tenants' },
  rolesAssign: { name: 'platform.roles.assign', description: 'Assign and remove platform roles of a lower level' },
  serviceKeysManage: { name: 'platform.service_keys.manage', description: 'Create, list and revoke service API keys' },
  auditView: { name: 'platform.audit.view', description: 'Read the audit log of the whole platform' },
});

export const TenantPermissions = definePermissions('TENANT', {
  view: { name: 'tenant.view', description: 'See the tenant' },
  update: { name: 'tenant.update', description: 'Change the tenant' },
  delete: { name: 'tenant.delete', description: 'Delete the tenant' },
  usersView: { name: 'tenant.users.view', description: "See the tenant's members" },
  usersManage: { name: 'tenant.users.manage', description: 'Invite and remove members of a lower level' },
  rolesView: { name: 'tenant.roles.view', description: "See the tenant's roles and who holds them" },
  rolesAssign: { name: 'tenant.roles.assign', description: 'Assign and remove roles of a lower level' },
  auditView: { name: 'tenant.audit.view', description: "Read the tenant's audit log" },
});

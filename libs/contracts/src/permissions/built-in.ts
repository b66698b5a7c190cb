import { definePermissions } from './define-permissions.js';

export const PlatformPermissions = definePermissions('PLATFORM', {
  usersView: { name: 'platform.users.view', description: 'See every user', heldBy: ['PLATFORM_ADMIN'] },
  usersManage: { name: 'platform.users.manage', description: 'Suspend, reactivate and delete users of a lower level', heldBy: ['PLATFORM_ADMIN'] },
  tenantsView: { name: 'platform.tenants.view', description: 'See every tenant', heldBy: ['PLATFORM_ADMIN'] },
  tenantsManage: { name: 'platform.tenants.manage', description: 'Create, change and delete tenants', heldBy: ['PLATFORM_ADMIN'] },
  rolesAssign: { name: 'platform.roles.assign', description: 'Assign and remove platform roles of a lower level', heldBy: ['PLATFORM_ADMIN'] },
  serviceKeysManage: { name: 'platform.service_keys.manage', description: 'Create, list and revoke service API keys', heldBy: ['PLATFORM_ADMIN'] },
  applicationsManage: { name: 'platform.applications.manage', description: 'Register, change and remove applications that sign people in here', heldBy: ['PLATFORM_ADMIN'] },
  auditView: { name: 'platform.audit.view', description: 'Read the audit log of the whole platform', heldBy: ['PLATFORM_ADMIN'] },
  webhooksManage: { name: 'platform.webhooks.manage', description: 'Create, change and remove webhooks that are told of every event of the platform', heldBy: ['PLATFORM_ADMIN'] },
});

export const TenantPermissions = definePermissions('TENANT', {
  view: { name: 'tenant.view', description: 'See the tenant', heldBy: ['PLATFORM_ADMIN', 'TENANT_OWNER', 'TENANT_ADMIN', 'TENANT_MANAGER', 'TENANT_USER'] },
  update: { name: 'tenant.update', description: 'Change the tenant', heldBy: ['PLATFORM_ADMIN', 'TENANT_OWNER', 'TENANT_ADMIN'] },
  delete: { name: 'tenant.delete', description: 'Delete the tenant', heldBy: ['PLATFORM_ADMIN', 'TENANT_OWNER'] },
  usersView: { name: 'tenant.users.view', description: "See the tenant's members", heldBy: ['PLATFORM_ADMIN', 'TENANT_OWNER', 'TENANT_ADMIN', 'TENANT_MANAGER'] },
  usersManage: { name: 'tenant.users.manage', description: 'Invite and remove members of a lower level', heldBy: ['PLATFORM_ADMIN', 'TENANT_OWNER', 'TENANT_ADMIN', 'TENANT_MANAGER'] },
  rolesView: { name: 'tenant.roles.view', description: "See the tenant's roles and who holds them", heldBy: ['PLATFORM_ADMIN', 'TENANT_OWNER', 'TENANT_ADMIN', 'TENANT_MANAGER'] },
  rolesAssign: { name: 'tenant.roles.assign', description: 'Assign and remove roles of a lower level', heldBy: ['PLATFORM_ADMIN', 'TENANT_OWNER', 'TENANT_ADMIN'] },
  auditView: { name: 'tenant.audit.view', description: "Read the tenant's audit log", heldBy: ['PLATFORM_ADMIN', 'TENANT_OWNER', 'TENANT_ADMIN'] },
  webhooksManage: { name: 'tenant.webhooks.manage', description: "Create, change and remove webhooks that are told of the tenant's events", heldBy: ['PLATFORM_ADMIN', 'TENANT_OWNER', 'TENANT_ADMIN'] },
});

import type { PermissionDefinition, PermissionScope } from '@authengine/contracts';
import { TenantPermissions } from '@authengine/contracts';

export interface BuiltInRole {
  readonly name: string;
  readonly description: string;
  readonly scope: PermissionScope;
  readonly level: number;
  /** Whether the role holds the permission when either of the two is new. What an admin changes later stands. */
  readonly holds: (permission: PermissionDefinition) => boolean;
}

const ofTenants = ({ name, scope }: PermissionDefinition): boolean => scope === 'TENANT' && name.startsWith('tenant.');
const ofPlatform = ({ name }: PermissionDefinition): boolean => name.startsWith('platform.');
const { view, usersView, usersManage, rolesView } = TenantPermissions;
const managers = new Set([view, usersView, usersManage, rolesView].map((permission) => permission.name));

/** The roles that every installation has; bootstrap puts them into the database. */
export const BuiltInRoles = {
  superAdmin: { name: 'SUPER_ADMIN', description: 'Holds every permission; made by bootstrap or the command line only', scope: 'PLATFORM', level: 100, holds: () => true },
  platformAdmin: {
    name: 'PLATFORM_ADMIN',
    description: 'Runs the platform and helps in every tenant',
    scope: 'PLATFORM',
    level: 80,
    holds: (permission) => ofPlatform(permission) || ofTenants(permission),
  },
  tenantOwner: { name: 'TENANT_OWNER', description: 'Owns the tenant', scope: 'TENANT', level: 60, holds: ofTenants },
  tenantAdmin: {
    name: 'TENANT_ADMIN',
    description: 'Runs the tenant, but cannot delete it',
    scope: 'TENANT',
    level: 50,
    holds: (permission) => ofTenants(permission) && permission.name !== TenantPermissions.delete.name,
  },
  tenantManager: { name: 'TENANT_MANAGER', description: "Manages the tenant's members", scope: 'TENANT', level: 30, holds: ({ name }) => managers.has(name) },
  tenantUser: { name: 'TENANT_USER', description: 'Belongs to the tenant', scope: 'TENANT', level: 10, holds: ({ name }) => name === view.name },
} as const satisfies Record<string, BuiltInRole>;

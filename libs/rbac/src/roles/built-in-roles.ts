import type { BuiltInRoleName, PermissionDefinition, PermissionScope } from '@authengine/contracts';

export interface BuiltInRole {
  readonly name: string;
  readonly description: string;
  readonly scope: PermissionScope;
  readonly level: number;
  /** Whether the role gets the permission when either of them is new. Later changes by an admin stay. */
  readonly holds: (permission: PermissionDefinition) => boolean;
}

/** The permission's own declaration decides. */
const holder =
  (name: BuiltInRoleName) =>
  ({ heldBy }: PermissionDefinition): boolean =>
    heldBy.includes(name);

/** The roles of every installation; bootstrap writes them into the database. */
export const BuiltInRoles = {
  superAdmin: { name: 'SUPER_ADMIN', description: 'Holds every permission; made by bootstrap or the command line only', scope: 'PLATFORM', level: 100, holds: () => true },
  platformAdmin: {
    name: 'PLATFORM_ADMIN',
    description: 'Runs the platform and helps in every tenant',
    scope: 'PLATFORM',
    level: 80,
    holds: holder('PLATFORM_ADMIN'),
  },
  tenantOwner: { name: 'TENANT_OWNER', description: 'Owns the tenant', scope: 'TENANT', level: 60, holds: holder('TENANT_OWNER') },
  tenantAdmin: {
    name: 'TENANT_ADMIN',
    description: 'Runs the tenant, but cannot delete it',
    scope: 'TENANT',
    level: 50,
    holds: holder('TENANT_ADMIN'),
  },
  tenantManager: { name: 'TENANT_MANAGER', description: "Manages the tenant's members", scope: 'TENANT', level: 30, holds: holder('TENANT_MANAGER') },
  tenantUser: { name: 'TENANT_USER', description: 'Belongs to the tenant', scope: 'TENANT', level: 10, holds: holder('TENANT_USER') },
} as const satisfies Record<string, BuiltInRole>;

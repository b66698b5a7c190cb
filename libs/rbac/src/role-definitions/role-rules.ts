import { RequestErrors, type PermissionScope } from '@authengine/contracts';
import type { RoleId } from '@authengine/kernel';
import type { Actor } from '../access/authorization.service.js';
import { RoleErrors } from '../roles/role.errors.js';
import type { Role } from '../roles/role.entity.js';

/**
 * Nobody may define a role at or above their own level.
 * @throws RoleErrors.level_insufficient
 */
export function checkLevelBelow({ level }: Pick<Actor, 'level'>, roleLevel: number): void {
  if (!(roleLevel < level)) throw RoleErrors.level_insufficient({ log: { actor: level, role: roleLevel } });
}

/**
 * Nobody may give a role a permission that they lack.
 * @throws RoleErrors.permission_not_held, naming the missing ones
 */
export function checkHeld({ permissions }: Pick<Actor, 'permissions'>, added: readonly string[]): void {
  const missing = added.filter((name) => !permissions.includes(name));
  if (missing.length > 0) throw RoleErrors.permission_not_held({ detail: `You lack ${missing.join(', ')} yourself.`, log: { missing } });
}

/**
 * A tenant may not change built-in roles or roles that all tenants share.
 * @throws RoleErrors.protected
 */
export function checkNotProtected(role: Role, ofTenant: string | null): void {
  if (role.builtIn || role.tenantId !== ofTenant) throw RoleErrors.protected({ log: { role_name: role.name } });
}

/**
 * Nobody may change a role that they hold, in any tenant.
 * @throws RoleErrors.held_by_actor
 */
export function checkNotHeldByActor(held: readonly RoleId[], role: Role): void {
  if (held.includes(role.id)) throw RoleErrors.held_by_actor({ log: { role_name: role.name } });
}

/**
 * A tenant's role holds only permissions of tenants. The error does not show which others the platform has.
 * @throws RequestErrors.invalid for permissions that do not exist or do not fit the role
 */
export function checkFitting(names: readonly string[], known: ReadonlyMap<string, PermissionScope>, scope: PermissionScope): void {
  const errors = names.flatMap((name, i) => {
    const of = known.get(name);
    const fits = scope === 'TENANT' ? of === 'TENANT' : of !== undefined;
    return fits ? [] : [{ field: `permissions.${i}`, message: scope === 'TENANT' ? "is no permission that a tenant's role can hold" : 'is no permission of the catalogue' }];
  });
  if (errors.length > 0) throw RequestErrors.invalid({ errors });
}

import { RequestErrors, type PermissionScope } from '@authengine/contracts';
import type { RoleId } from '@authengine/kernel';
import type { Actor } from '../access/authorization.service.js';
import { RoleErrors } from '../roles/role.errors.js';
import type { Role } from '../roles/role.entity.js';

/** Nobody defines a role of their own level or above. @throws RoleErrors.level_insufficient */
export function checkLevelBelow({ level }: Pick<Actor, 'level'>, roleLevel: number): void {
  if (!(roleLevel < level)) throw RoleErrors.level_insufficient({ log: { actor: level, role: roleLevel } });
}

/** Nobody gives a role what they lack themselves. @throws RoleErrors.permission_not_held, naming what is missing */
export function checkHeld({ permissions }: Pick<Actor, 'permissions'>, added: readonly string[]): void {
  const missing = added.filter((name) => !permissions.includes(name));
  if (missing.length > 0) throw RoleErrors.permission_not_held({ detail: `You lack ${missing.join(', ')} yourself.`, log: { missing } });
}

/** Roles that all installations or all tenants have are not a tenant's to change. @throws RoleErrors.protected */
export function checkNotProtected(role: Role, ofTenant: string | null): void {
  if (role.builtIn || role.tenantId !== ofTenant) throw RoleErrors.protected({ log: { role_name: role.name } });
}

/** Nobody changes a role that they hold, wherever they hold it. @throws RoleErrors.held_by_actor */
export function checkNotHeldByActor(held: readonly RoleId[], role: Role): void {
  if (held.includes(role.id)) throw RoleErrors.held_by_actor({ log: { role_name: role.name } });
}

/**
 * A tenant's role holds permissions of tenants only. What the platform has beside them is told to nobody who defines one.
 * @throws RequestErrors.invalid for those that do not exist or cannot be in it
 */
export function checkFitting(names: readonly string[], known: ReadonlyMap<string, PermissionScope>, scope: PermissionScope): void {
  const errors = names.flatMap((name, i) => {
    const of = known.get(name);
    const fits = scope === 'TENANT' ? of === 'TENANT' : of !== undefined;
    return fits ? [] : [{ field: `permissions.${i}`, message: scope === 'TENANT' ? "is no permission that a tenant's role can hold" : 'is no permission of the catalogue' }];
  });
  if (errors.length > 0) throw RequestErrors.invalid({ errors });
}

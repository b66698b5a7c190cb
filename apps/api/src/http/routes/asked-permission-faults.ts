import { permissionCatalogue, type PermissionDefinition } from '@authengine/contracts';
import type { RouteHandler } from './route-handlers.js';

/** Permissions that no caller could hold where the route asks for them. */
export function askedPermissionFaults({ name, access: [access] }: RouteHandler): string[] {
  if (access?.kind !== 'permissions') return [];
  const inTenant = access.tenantParam !== undefined;
  return access.permissions.flatMap((permission) => {
    const why = faultOf(permission, inTenant);
    return why === undefined ? [] : [`${name} asks for ${permission.name}${why}`];
  });
}

function faultOf(permission: PermissionDefinition, inTenant: boolean): string | undefined {
  if (!permissionCatalogue().includes(permission)) return ', which nobody declared';
  if (permission.scope === 'TENANT' && !inTenant) return ', which is held in a tenant, and names none';
  if (permission.scope === 'PLATFORM' && inTenant) return ' in a tenant, and it is held on the platform';
  return undefined;
}

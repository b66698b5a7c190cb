import { Catalogue } from '../catalogue/catalogue.js';
import type { BuiltInRoleName, PlatformRoleName } from './built-in-role-names.js';

export type PermissionScope = 'PLATFORM' | 'TENANT';

export interface PermissionDefinition {
  /** Exact and case-sensitive; there are no wildcards. */
  readonly name: string;
  readonly description: string;
  readonly scope: PermissionScope;
  /** The built-in roles, besides SUPER_ADMIN, that get it when it or the role is new. Later changes by an admin are kept. */
  readonly heldBy: readonly BuiltInRoleName[];
}

/** A tenant's role can hold only permissions of tenants. */
type HolderIn<S extends PermissionScope> = S extends 'PLATFORM' ? PlatformRoleName : BuiltInRoleName;

const catalogue = new Catalogue<PermissionDefinition>('permission');

/**
 * Declares permissions of one scope, and which built-in roles hold them; bootstrap puts them into the
 * database's catalogue. A name that is declared twice stops the start.
 */
export function definePermissions<const S extends PermissionScope, const D extends Record<string, { name: string; description: string; heldBy?: readonly HolderIn<S>[] }>>(
  scope: S,
  definitions: D,
): { readonly [K in keyof D]: PermissionDefinition } {
  const defined: Record<string, PermissionDefinition> = {};
  for (const [key, { name, description, heldBy = [] }] of Object.entries(definitions)) {
    const permission: PermissionDefinition = Object.freeze({ name, description, scope, heldBy });
    catalogue.add(permission);
    defined[key] = permission;
  }
  return defined as { readonly [K in keyof D]: PermissionDefinition };
}

export function permissionCatalogue(): readonly PermissionDefinition[] {
  return catalogue.all();
}

/** One line for each name that was declared twice. */
export function permissionFaults(): readonly string[] {
  return catalogue.faults();
}

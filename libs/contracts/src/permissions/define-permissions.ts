export type PermissionScope = 'PLATFORM' | 'TENANT';

export interface PermissionDefinition {
  /** Exact and case-sensitive; there are no wildcards. */
  readonly name: string;
  readonly description: string;
  readonly scope: PermissionScope;
}

const catalogue = new Map<string, PermissionDefinition>();

/**
 * Declares permissions of one scope; bootstrap puts them into the database's catalogue.
 * Declaring a name twice is a programming error and throws.
 */
export function definePermissions<const D extends Record<string, { name: string; description: string }>>(
  scope: PermissionScope,
  definitions: D,
): { readonly [K in keyof D]: PermissionDefinition } {
  const defined: Record<string, PermissionDefinition> = {};
  for (const [key, { name, description }] of Object.entries(definitions)) {
    if (catalogue.has(name)) throw new Error(`permission ${name} is defined twice`);
    const permission = Object.freeze({ name, description, scope });
    catalogue.set(name, permission);
    defined[key] = permission;
  }
  return defined as { readonly [K in keyof D]: PermissionDefinition };
}

export function permissionCatalogue(): readonly PermissionDefinition[] {
  return [...catalogue.values()].sort((a, b) => a.name.localeCompare(b.name));
}

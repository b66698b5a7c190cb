import type { PermissionDefinition } from '../permissions/define-permissions.js';

export interface PermissionRequirement {
  /** All of these are needed. */
  readonly permissions: readonly PermissionDefinition[];
  /** The path parameter that names the tenant; absent for platform permissions. */
  readonly tenantParam?: string;
}

/** Who may call a route. Every route has exactly one, or the service does not start. */
export type Access =
  | { readonly kind: 'public' }
  | { readonly kind: 'authenticated'; readonly endedSessions?: boolean; readonly orRefreshToken?: boolean }
  | { readonly kind: 'service'; readonly checkedByHandler?: true }
  | ({ readonly kind: 'permissions' } & PermissionRequirement);

export const ACCESS_METADATA = Symbol('authengine:access');

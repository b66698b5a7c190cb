import type { TenantStatus } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';

/** A member's rights in one tenant, from roles held there. */
export interface TenantAccess {
  readonly version: number;
  readonly status: TenantStatus;
  /** Sorted, each once, however many roles hold it. Permissions of platform roles are not included. */
  readonly permissions: readonly string[];
  /** The highest level among the roles held there; 0 without one. */
  readonly level: number;
  /** Set only in `withoutSecondFactor`: the tenant demands a second factor, so no right counts there. */
  readonly mfaMissing?: true;
}

/**
 * A user's access as Postgres had it at one moment. It does not say whether the user or a session is live now; its
 * versions show whether it is still valid.
 */
export interface AccessSnapshot {
  readonly userId: UserId;
  readonly userVersion: number;
  readonly userStatus: string;
  readonly identity: {
    readonly email: string | null;
    readonly firstName: string | null;
    readonly lastName: string | null;
    readonly avatarUrl: string | null;
    readonly isEmailVerified: boolean;
    readonly username: string | null;
  };
  /** The permissions of platform roles, on the platform and in every tenant. Sorted. */
  readonly platformPermissions: readonly string[];
  readonly platformLevel: number;
  /** Every tenant with the user as a member, the platform's own included. */
  readonly tenants: ReadonlyMap<TenantId, TenantAccess>;
  /** The platform's tenant and its version, which rises when a role that all tenants share changes. */
  readonly sharedRoles?: { readonly tenantId: TenantId; readonly version: number };
  /** The platform demands a second factor, as with `TenantAccess.mfaMissing`. */
  readonly platformMfaMissing?: true;
  /** The part that counts in a session without a second factor, when it is smaller; see `accessInSession`. */
  readonly withoutSecondFactor?: AccessSnapshot;
}

import type { TenantStatus } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';

/** What a member may do in one tenant by roles held there. */
export interface TenantAccess {
  readonly version: number;
  readonly status: TenantStatus;
  /** Each once, however many roles hold it; sorted. Platform roles are not in here. */
  readonly permissions: readonly string[];
  /** The highest level among the roles held there; 0 without one. */
  readonly level: number;
  /** Only in what counts without a second factor: the tenant asks for one, and nothing counts there. */
  readonly mfaMissing?: true;
}

/**
 * All that Postgres said of a user's access at one moment. It says nothing of whether the user or
 * a session is live now; its versions tell whether it still holds.
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
  /** What platform roles allow: on the platform and in every tenant. Sorted. */
  readonly platformPermissions: readonly string[];
  readonly platformLevel: number;
  /** Every tenant that the user is a member of, the platform's own included. */
  readonly tenants: ReadonlyMap<TenantId, TenantAccess>;
  /** The platform's tenant and its version, which a change of a role that all tenants share raises. */
  readonly sharedRoles?: { readonly tenantId: TenantId; readonly version: number };
  /** The platform asks for a second factor, as `TenantAccess.mfaMissing`. */
  readonly platformMfaMissing?: true;
  /** What counts of this in a session without a second factor, where that is less; see `accessInSession`. */
  readonly withoutSecondFactor?: AccessSnapshot;
}

import type { PermissionScope } from '@authengine/contracts';
import type { RoleId, TenantId, UserId } from '@authengine/kernel';

export const EXPLAINED_REASONS = ['granted', 'user_not_active', 'tenant_suspended', 'mfa_missing', 'not_a_member', 'permission_missing', 'permission_unknown'] as const;
export type ExplainedReason = (typeof EXPLAINED_REASONS)[number];

export interface ExplainedRole {
  readonly id: RoleId;
  readonly name: string;
  readonly scope: PermissionScope;
  readonly level: number;
  readonly tenantId: TenantId | null;
}

/** One way in which the user gets the permission: membership, role, permission, and who gave the role. */
export interface Grant {
  /** The tenant in which the role is held: the one in the question, or the platform's. */
  readonly membership: { readonly tenantId: TenantId; readonly since: Date };
  readonly role: ExplainedRole;
  readonly grantedBy: UserId | null;
  readonly grantedAt: Date;
  /** The id of the entry that records the grant, when the log still has it. */
  readonly auditEntryId: string | null;
}

export const OBSTACLES = ['permission', 'level', 'membership'] as const;

/** A role that would allow it. */
export interface Remedy {
  readonly role: ExplainedRole;
  /**
   * The reason why the caller cannot give it: a permission, their level, or the user is not a member yet. Null when
   * they can.
   */
  readonly obstacle: (typeof OBSTACLES)[number] | null;
}

export interface Explanation {
  readonly allowed: boolean;
  readonly reason: ExplainedReason;
  /** Null for a platform role, which a tenant's administrator may not see. */
  readonly chain: readonly (Grant | null)[];
  readonly missing: readonly string[];
  readonly remedies: readonly Remedy[];
}

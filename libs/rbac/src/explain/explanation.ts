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

/** One way by which the permission reaches the user: membership, role, permission; and where the role came from. */
export interface Grant {
  /** The tenant in which the role is held: the asked one, or the platform's. */
  readonly membership: { readonly tenantId: TenantId; readonly since: Date };
  readonly role: ExplainedRole;
  readonly grantedBy: UserId | null;
  readonly grantedAt: Date;
  /** Of the entry that tells of the granting, where the log still has one. */
  readonly auditEntryId: string | null;
}

export const OBSTACLES = ['permission', 'level', 'membership'] as const;

/** A role that would allow it. */
export interface Remedy {
  readonly role: ExplainedRole;
  /** What keeps the asker from giving it: a permission, their level, or that the user is no member yet; null where nothing does. */
  readonly obstacle: (typeof OBSTACLES)[number] | null;
}

export interface Explanation {
  readonly allowed: boolean;
  readonly reason: ExplainedReason;
  /** Null where a platform role is in play that the asker, a tenant's administrator, is not told of. */
  readonly chain: readonly (Grant | null)[];
  readonly missing: readonly string[];
  readonly remedies: readonly Remedy[];
}

import type { RoleId, TenantId, UserId } from '@authengine/kernel';
import type { PermissionScope } from '../permissions/define-permissions.js';

export interface HeldRole {
  readonly role: {
    readonly id: RoleId;
    readonly name: string;
    readonly description: string;
    readonly scope: PermissionScope;
    readonly level: number;
    readonly createdAt: Date;
  };
  readonly tenantId: TenantId;
}

/** The port through which features show the roles of users. No decision uses it. rbac provides it. */
export abstract class RoleDirectoryPort {
  /** The roles of each user, everywhere or in one tenant, in one query. */
  abstract heldBy(userIds: readonly UserId[], tenantId?: TenantId): Promise<ReadonlyMap<UserId, readonly HeldRole[]>>;

  /** The same for one user, as an expression of a statement that reads more than that: its value is for `readHeld`. */
  abstract heldSql(userId: string): string;

  abstract readHeld(value: unknown): readonly HeldRole[];
}

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

/** Who holds which roles, for features that show a user without deciding anything. Provided by rbac. */
export abstract class RoleDirectoryPort {
  /** The roles of each user, everywhere, or in one tenant. One query, whatever the number of users. */
  abstract heldBy(userIds: readonly UserId[], tenantId?: TenantId): Promise<ReadonlyMap<UserId, readonly HeldRole[]>>;
}

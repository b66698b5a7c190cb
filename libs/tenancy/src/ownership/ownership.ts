import { AuditTrail } from '@authengine/contracts';
import { Memberships, type Tenant, TenantErrors, TenantEvents, Tenants, Users } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { BuiltInRoles, type Role, RoleAssignments, Roles } from '@authengine/rbac';
import { Injectable } from '@nestjs/common';

export type OwnershipReason = 'transferred' | 'platform' | 'succession';

/**
 * The owner of a tenant: the row names the owner, who is a member and holds TENANT_OWNER. Everything here runs in a
 * transaction that holds the tenant, so that the tenant has an owner after any order of events.
 */
@Injectable()
export class Ownership {
  constructor(
    private readonly transactions: Transactions,
    private readonly tenants: Tenants,
    private readonly memberships: Memberships,
    private readonly users: Users,
    private readonly roles: Roles,
    private readonly assignments: RoleAssignments,
    private readonly trail: AuditTrail,
  ) {}

  /** Sets the owner of a tenant that was just made. */
  async begin(tenant: Tenant, by: UserId): Promise<void> {
    await this.assignments.give(await this.roleIn(tenant, BuiltInRoles.tenantOwner.name), { userId: tenant.ownerId, tenantId: tenant.id, by });
    await this.users.changed([tenant.ownerId], 'grants');
  }

  /**
   * Moves TENANT_OWNER to the new owner, who becomes a member if necessary. The former owner stays a member, as a
   * TENANT_USER if no other role is left. The caller holds both users' rows.
   */
  async move(tenant: Tenant, to: UserId, by: UserId, reason: OwnershipReason): Promise<void> {
    const [from, tenantId] = [tenant.ownerId, tenant.id];
    if (from === to) return this.tenants.confirmChanges([tenantId]);
    const owner = await this.roleIn(tenant, BuiltInRoles.tenantOwner.name);
    await this.memberships.add(tenantId, to);
    await this.assignments.give(owner, { userId: to, tenantId, by });
    await this.assignments.take(owner, { userId: from, tenantId, by });
    if ((await this.memberships.has(tenantId, from)) && !(await this.assignments.any(from, tenantId))) {
      await this.assignments.give(await this.roleIn(tenant, BuiltInRoles.tenantUser.name), { userId: from, tenantId, by });
    }
    await this.rename(tenant, to, by, reason);
    await this.users.changed([from, to], 'revokes', tenantId);
  }

  /**
   * Call this before a member leaves: if they own the tenant, the active member who has held TENANT_OWNER longest
   * becomes its owner.
   * @throws TenantErrors.last_owner when there is none
   */
  async release(tenant: Tenant, leaving: UserId, by: UserId): Promise<void> {
    if (tenant.ownerId !== leaving) return;
    const successor = await this.successor(tenant.id, leaving);
    if (!successor) throw TenantErrors.last_owner();
    await this.rename(tenant, successor, by, 'succession');
  }

  /**
   * The successor's row is locked, so that they cannot leave meanwhile. A user whose account is being deleted right now
   * is skipped.
   */
  private async successor(tenantId: TenantId, leaving: UserId): Promise<UserId | undefined> {
    const rows = await this.transactions.manager.query<{ user_id: UserId }[]>(
      `SELECT a.user_id FROM role_assignments a
         JOIN roles r ON r.id = a.role_id AND r.tenant_id IS NULL AND r.name = $3
         JOIN users u ON u.id = a.user_id AND u.status = 'ACTIVE'
        WHERE a.tenant_id = $1 AND a.user_id <> $2 ORDER BY a.created_at, a.user_id LIMIT 1 FOR KEY SHARE OF u SKIP LOCKED`,
      [tenantId, leaving, BuiltInRoles.tenantOwner.name],
    );
    return rows[0]?.user_id;
  }

  private async rename(tenant: Tenant, ownerId: UserId, by: UserId, reason: OwnershipReason): Promise<void> {
    await this.tenants.update(tenant.id, { ownerId });
    await this.trail.record(TenantEvents.ownershipTransferred, {
      actorId: by,
      targetUserId: ownerId,
      tenantId: tenant.id,
      resourceId: tenant.id,
      metadata: { previous_owner_id: tenant.ownerId, owner_id: ownerId, reason },
    });
  }

  private async roleIn(tenant: Tenant, name: string): Promise<Role> {
    const role = await this.roles.findAssignable(name, tenant);
    if (!role) throw new Error(`the role ${name} is not in the catalogue`);
    return role;
  }
}

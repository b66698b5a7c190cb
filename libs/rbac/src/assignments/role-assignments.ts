import { AuditTrail, type AuditEvent } from '@authengine/contracts';
import { Clock, newId, type TenantId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { Role } from '../roles/role.entity.js';
import { AssignmentEvents } from './assignment.events.js';
import { RoleAssignment } from './role-assignment.entity.js';

/** The user, the tenant, and the person who gives or takes the role. */
export interface Assigned {
  readonly userId: UserId;
  readonly tenantId: TenantId;
  /** Null when the service itself does it. */
  readonly by: UserId | null;
}

/**
 * The rows of role assignments; nothing else writes them. The caller has already decided that it is allowed, holds the
 * user's row, and calls `Users.changed` in the same transaction.
 */
@Injectable()
export class RoleAssignments {
  constructor(
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Gives the role to a member. Returns whether they did not hold it before. */
  async add(role: Role, { userId, tenantId, by }: Assigned): Promise<boolean> {
    const inserted = await this.transactions.manager
      .createQueryBuilder()
      .insert()
      .into(RoleAssignment)
      .values({ id: newId(), userId, tenantId, roleId: role.id, assignedBy: by, createdAt: this.clock.now() })
      .orIgnore()
      .returning('id')
      .execute();
    return (inserted.raw as unknown[]).length > 0;
  }

  /** Returns whether they held it before. */
  async remove(role: Role, { userId, tenantId }: Pick<Assigned, 'userId' | 'tenantId'>): Promise<boolean> {
    const { affected } = await this.transactions.manager.delete(RoleAssignment, { userId, tenantId, roleId: role.id });
    return (affected ?? 0) > 0;
  }

  async any(userId: UserId, tenantId: TenantId): Promise<boolean> {
    return this.transactions.manager.existsBy(RoleAssignment, { userId, tenantId });
  }

  /**
   * As `add`, with an audit entry: for a role that another act brings. `decidedBefore` when `by` decided it earlier,
   * and another person makes the request that carries it out.
   */
  async give(role: Role, to: Assigned, { decidedBefore = false } = {}): Promise<void> {
    if (await this.add(role, to)) await this.record(AssignmentEvents.granted, role, to, { changed: true, decidedBefore });
  }

  /** As `remove`, with an audit entry: for a role that another act ends. */
  async take(role: Role, from: Assigned): Promise<void> {
    if (await this.remove(role, from)) await this.record(AssignmentEvents.revoked, role, from, { changed: true });
  }

  async record(event: AuditEvent, role: Role, { userId, tenantId, by }: Assigned, { changed, decidedBefore = false }: { readonly changed: boolean; readonly decidedBefore?: boolean }): Promise<void> {
    await this.trail.record(event, {
      actorId: by,
      actorAbsent: decidedBefore,
      targetUserId: userId,
      tenantId,
      resourceId: role.id,
      metadata: { role_name: role.name, role_level: role.level, changed },
    });
  }
}

import { AuditTrail, type AuditEvent } from '@authengine/contracts';
import { Clock, newId, type TenantId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { Role } from '../roles/role.entity.js';
import { AssignmentEvents } from './assignment.events.js';
import { RoleAssignment } from './role-assignment.entity.js';

/** Who, by whom: the roles that come and go with another act, which has decided that they may. */
export interface Grant {
  readonly userId: UserId;
  readonly tenantId: TenantId;
  readonly by: UserId | null;
  /** Whether `by` has decided it before, and another makes the request in which it comes about. */
  readonly decidedBefore?: boolean;
}

/** Gives and takes roles in the transaction of an act that has asked the level rule itself. That act calls `Users.changed`. */
@Injectable()
export class RoleGrants {
  constructor(
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** To a member. */
  async give(role: Role, { userId, tenantId, by, decidedBefore }: Grant): Promise<void> {
    const inserted = await this.transactions.manager
      .createQueryBuilder()
      .insert()
      .into(RoleAssignment)
      .values({ id: newId(), userId, tenantId, roleId: role.id, assignedBy: by, createdAt: this.clock.now() })
      .orIgnore()
      .returning('id')
      .execute();
    await this.record(AssignmentEvents.granted, role, { userId, tenantId, by, decidedBefore }, (inserted.raw as unknown[]).length > 0);
  }

  async take(role: Role, { userId, tenantId, by }: Grant): Promise<void> {
    const { affected } = await this.transactions.manager.delete(RoleAssignment, { userId, tenantId, roleId: role.id });
    await this.record(AssignmentEvents.revoked, role, { userId, tenantId, by }, (affected ?? 0) > 0);
  }

  async any(userId: UserId, tenantId: TenantId): Promise<boolean> {
    return this.transactions.manager.existsBy(RoleAssignment, { userId, tenantId });
  }

  private async record(event: AuditEvent, role: Role, { userId, tenantId, by, decidedBefore }: Grant, changed: boolean): Promise<void> {
    if (!changed) return;
    await this.trail.record(event, { actorId: by, actorAbsent: decidedBefore, targetUserId: userId, tenantId, resourceId: role.id, metadata: { role_name: role.name, role_level: role.level, changed } });
  }
}

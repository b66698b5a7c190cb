import { AuditTrail, PlatformPermissions, RequestErrors, TenantPermissions, type AuditEvent } from '@authengine/contracts';
import { Memberships, type Tenant, Users } from '@authengine/directory';
import { Clock, newId, type TenantId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { levelIn } from '../access/access-decision.js';
import { AccessReader } from '../access/access-reader.js';
import type { AccessSnapshot } from '../access/access-snapshot.js';
import { Acting } from '../access/acting.js';
import { BuiltInRoles } from '../roles/built-in-roles.js';
import { RoleErrors } from '../roles/role.errors.js';
import type { Role } from '../roles/role.entity.js';
import { Roles } from '../roles/roles.js';
import { AssignmentEvents } from './assignment.events.js';
import { isBelowActor } from './level-rule.js';
import { RoleAssignment } from './role-assignment.entity.js';

const NEEDS = { permission: TenantPermissions.rolesAssign, platformPermission: PlatformPermissions.rolesAssign };

/** Who gives or takes which role of whom, in which tenant; in the platform's tenant the roles are the platform's. */
export interface AssignmentChange {
  readonly actorId: UserId;
  readonly userId: UserId;
  readonly tenantId: TenantId;
  readonly roleName: string;
}

/**
 * Gives and takes roles. What the actor may do is read inside the transaction that does it, with
 * both users' rows held: of two changes that touch, the second sees the first. Users are held
 * before tenants and roles, here and wherever both are.
 */
@Injectable()
export class Assignments {
  constructor(
    private readonly transactions: Transactions,
    private readonly acting: Acting,
    private readonly reader: AccessReader,
    private readonly roles: Roles,
    private readonly users: Users,
    private readonly memberships: Memberships,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * The user holds the role from the next request on; whether they did not before. A tenant's roles
   * are for its members; a platform role makes its holder a member of the platform's tenant.
   * @throws AccessErrors.forbidden, RequestErrors.not_found, RoleErrors.not_found, RoleErrors.level_insufficient
   */
  async assign(change: AssignmentChange): Promise<boolean> {
    return this.transactions.run(async () => {
      const { role, tenant } = await this.authorize(change);
      if (tenant.type === 'PLATFORM') await this.memberships.add(tenant.id, change.userId);
      const inserted = await this.transactions.manager
        .createQueryBuilder()
        .insert()
        .into(RoleAssignment)
        .values({ id: newId(), userId: change.userId, tenantId: tenant.id, roleId: role.id, assignedBy: change.actorId, createdAt: this.clock.now() })
        .orIgnore()
        .returning('id')
        .execute();
      return this.conclude(AssignmentEvents.granted, change, role, (inserted.raw as unknown[]).length > 0);
    });
  }

  /**
   * The user no longer holds the role, from the next request on; whether they did before.
   * @throws as `assign`, and RoleErrors.owner_needs_transfer
   */
  async remove(change: AssignmentChange): Promise<boolean> {
    return this.transactions.run(async () => {
      const { role, tenant } = await this.authorize(change);
      if (role.name === BuiltInRoles.tenantOwner.name && tenant.ownerId === change.userId) throw RoleErrors.owner_needs_transfer();
      const held = { userId: change.userId, tenantId: tenant.id };
      const { affected } = await this.transactions.manager.delete(RoleAssignment, { ...held, roleId: role.id });
      const left = tenant.type === 'PLATFORM' && !(await this.transactions.manager.existsBy(RoleAssignment, held));
      if (left) await this.memberships.remove(tenant.id, change.userId);
      return this.conclude(AssignmentEvents.revoked, change, role, (affected ?? 0) > 0);
    });
  }

  /** Every check, refusal first, on rows that are held to the end of the transaction. */
  private async authorize({ actorId, userId, tenantId, roleName }: AssignmentChange): Promise<{ role: Role; tenant: Tenant }> {
    const { tenant, place, level } = await this.acting.inTenant(tenantId, { ...NEEDS, actorId, touching: [userId], sparesTenant: true });
    const target = await this.reader.read(userId);
    if (!target || !mayHoldRoles(target, tenant)) throw RequestErrors.not_found();
    const role = await this.roles.findAssignable(roleName, tenant);
    if (!role) throw RoleErrors.not_found({ log: { role_name: roleName } });
    const levels = { actor: level, role: role.level, target: levelIn(target, place) };
    if (!isBelowActor(levels)) throw RoleErrors.level_insufficient({ log: levels });
    return { role, tenant };
  }

  private async conclude(event: AuditEvent, { actorId, userId, tenantId }: AssignmentChange, role: Role, changed: boolean): Promise<boolean> {
    const effect = event === AssignmentEvents.revoked ? 'revokes' : 'grants';
    if (changed) await this.users.changed([userId], effect);
    else if (effect === 'revokes') await this.users.confirmChanges([userId]);
    await this.trail.record(event, {
      actorId,
      targetUserId: userId,
      tenantId,
      resourceId: role.id,
      metadata: { role_name: role.name, role_level: role.level, changed },
    });
    return changed;
  }
}

/** Anyone may be given a platform role; a tenant's roles are for its members. */
function mayHoldRoles(user: AccessSnapshot, tenant: Tenant): boolean {
  return tenant.type === 'PLATFORM' || user.tenants.has(tenant.id);
}

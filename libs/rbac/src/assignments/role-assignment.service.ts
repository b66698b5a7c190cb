import { PlatformPermissions, RequestErrors, TenantPermissions, type AuditEvent } from '@authengine/contracts';
import { Memberships, type Tenant, Users } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { levelIn } from '../access/access-decision.js';
import { AccessReader } from '../access/access-reader.js';
import type { AccessSnapshot } from '../access/access-snapshot.js';
import { AuthorizationService } from '../access/authorization.service.js';
import { BuiltInRoles } from '../roles/built-in-roles.js';
import { RoleErrors } from '../roles/role.errors.js';
import type { Role } from '../roles/role.entity.js';
import { Roles } from '../roles/roles.js';
import { AssignmentEvents } from './assignment.events.js';
import { isBelowActor } from './level-rule.js';
import { RoleAssignments } from './role-assignments.js';

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
export class RoleAssignmentService {
  constructor(
    private readonly transactions: Transactions,
    private readonly authorization: AuthorizationService,
    private readonly reader: AccessReader,
    private readonly roles: Roles,
    private readonly users: Users,
    private readonly memberships: Memberships,
    private readonly assignments: RoleAssignments,
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
      const changed = await this.assignments.add(role, { userId: change.userId, tenantId: tenant.id, by: change.actorId });
      if (changed) await this.users.changed([change.userId], 'grants');
      return this.conclude(AssignmentEvents.granted, change, role, changed);
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
      const changed = await this.assignments.remove(role, held);
      const left = tenant.type === 'PLATFORM' && !(await this.assignments.any(change.userId, tenant.id));
      if (left) await this.memberships.remove(tenant.id, change.userId);
      if (changed) await this.users.changed([change.userId], 'revokes');
      else await this.users.confirmChanges([change.userId]);
      return this.conclude(AssignmentEvents.revoked, change, role, changed);
    });
  }

  /** Every check, refusal first, on rows that are held to the end of the transaction. */
  private async authorize({ actorId, userId, tenantId, roleName }: AssignmentChange): Promise<{ role: Role; tenant: Tenant }> {
    const { tenant, place, level } = await this.authorization.inTenant(tenantId, { ...NEEDS, actorId, touching: [userId], sparesTenant: true });
    const target = await this.reader.read(userId);
    if (!target || !mayHoldRoles(target, tenant)) throw RequestErrors.not_found();
    const role = await this.roles.findAssignable(roleName, tenant);
    if (!role) throw RoleErrors.not_found({ log: { role_name: roleName } });
    const levels = { actor: level, role: role.level, target: levelIn(target, place) };
    if (!isBelowActor(levels)) throw RoleErrors.level_insufficient({ log: levels });
    return { role, tenant };
  }

  private async conclude(event: AuditEvent, { actorId, userId, tenantId }: AssignmentChange, role: Role, changed: boolean): Promise<boolean> {
    await this.assignments.record(event, role, { userId, tenantId, by: actorId }, { changed });
    return changed;
  }
}

/** Anyone may be given a platform role; a tenant's roles are for its members. */
function mayHoldRoles(user: AccessSnapshot, tenant: Tenant): boolean {
  return tenant.type === 'PLATFORM' || user.tenants.has(tenant.id);
}

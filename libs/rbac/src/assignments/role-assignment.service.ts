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

/**
 * Who gives or takes which role of which user, in which tenant. In the platform's tenant the roles are platform roles.
 */
export interface AssignmentChange {
  readonly actorId: UserId;
  readonly userId: UserId;
  readonly tenantId: TenantId;
  readonly roleName: string;
}

/**
 * Gives and takes roles. The actor's rights are read inside the transaction, with both users' rows locked: when two
 * changes concern the same user, the second sees the first. Users are locked before tenants and roles, here and
 * everywhere else.
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
   * Gives the role, which counts from the next request on. Returns whether the user did not hold it before. A tenant's
   * roles are for its members; a platform role makes its holder a member of the platform's tenant.
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
   * Takes the role, from the next request on. Returns whether the user held it before.
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

  /** Every check, refusals first, on rows that stay locked until the end of the transaction. */
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

/** Anyone may get a platform role; a tenant's roles are for its members. */
function mayHoldRoles(user: AccessSnapshot, tenant: Tenant): boolean {
  return tenant.type === 'PLATFORM' || user.tenants.has(tenant.id);
}

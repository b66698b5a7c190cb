import { AuditTrail, RequestErrors, RoleDirectoryPort, TenantPermissions, type AuditEvent } from '@authengine/contracts';
import { MembershipEvents, Memberships, type Tenant, TenantErrors, Tenants, Users } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { AccessReader, AuthorizationService, isBelowActor, levelIn, RoleErrors } from '@authengine/rbac';
import { Sessions } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { Ownership } from '../ownership/ownership.js';

/**
 * Ends a membership: somebody above the member removes them, or the member leaves. Either way the tenant keeps an
 * owner.
 */
@Injectable()
export class DepartureService {
  constructor(
    private readonly transactions: Transactions,
    private readonly authorization: AuthorizationService,
    private readonly reader: AccessReader,
    private readonly tenants: Tenants,
    private readonly memberships: Memberships,
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly ownership: Ownership,
    private readonly roles: RoleDirectoryPort,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * The user is not a member from their next request on.
   * @throws RequestErrors.not_found, RoleErrors.level_insufficient, TenantErrors.last_owner,
   * TenantErrors.platform_protected
   */
  async remove(tenantId: TenantId, userId: UserId, actorId: UserId): Promise<void> {
    await this.transactions.run(async () => {
      const { tenant, place, level } = await this.authorization.inTenant(tenantId, { actorId, permission: TenantPermissions.usersManage, touching: [userId] });
      if (tenant.type === 'PLATFORM') throw TenantErrors.platform_protected();
      const target = await this.reader.read(userId);
      if (!target?.tenants.has(tenantId)) throw RequestErrors.not_found();
      // An owner who removes themselves gets the same refusals as on leaving.
      if (userId === actorId) await this.ownership.release(tenant, userId, actorId);
      const levels = { actor: level, role: 0, target: levelIn(target, place) };
      if (!isBelowActor(levels)) throw RoleErrors.level_insufficient({ log: levels, ...(userId === actorId ? { detail: 'Nobody removes themselves; DELETE /me/tenants/{id} leaves a tenant.' } : {}) });
      await this.end(tenant, userId, actorId, MembershipEvents.removed);
    });
  }

  /**
   * Works in a suspended tenant too.
   * @throws RequestErrors.not_found, TenantErrors.last_owner, TenantErrors.platform_protected
   */
  async leave(tenantId: TenantId, userId: UserId): Promise<void> {
    await this.transactions.run(async () => {
      await this.users.lock(userId);
      const tenant = await this.tenants.lock(tenantId);
      if (!tenant || !(await this.memberships.has(tenantId, userId))) throw RequestErrors.not_found();
      if (tenant.type === 'PLATFORM') throw TenantErrors.platform_protected();
      await this.end(tenant, userId, userId, MembershipEvents.left);
    });
  }

  private async end(tenant: Tenant, userId: UserId, actorId: UserId, event: AuditEvent): Promise<void> {
    await this.ownership.release(tenant, userId, actorId);
    const held = (await this.roles.heldBy([userId], tenant.id)).get(userId) ?? [];
    await this.memberships.remove(tenant.id, userId);
    await this.users.changed([userId], 'revokes');
    await this.sessions.endIn(tenant.id, userId);
    await this.trail.record(event, { actorId, targetUserId: userId, tenantId: tenant.id, resourceId: userId, metadata: { role_names: held.map(({ role }) => role.name) } });
  }
}

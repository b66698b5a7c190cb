import { isDeepStrictEqual } from 'node:util';
import { AuditTrail, beforeAndAfter, PlatformPermissions, RequestErrors, TenantPermissions } from '@authengine/contracts';
import { type NewTenant, type Tenant, type TenantChanges, TenantErrors, TenantEvents, Tenants, type TenantStatus, Users } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { AuthorizationService } from '@authengine/rbac';
import { Sessions } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { OwnershipTransferService } from '../ownership/ownership-transfer.service.js';
import { Ownership } from '../ownership/ownership.js';

const permission = PlatformPermissions.tenantsManage;

/**
 * The platform makes, changes and ends tenants; permitted members of a tenant change and end it. The platform's own
 * tenant is protected.
 */
@Injectable()
export class TenantService {
  constructor(
    private readonly transactions: Transactions,
    private readonly authorization: AuthorizationService,
    private readonly tenants: Tenants,
    private readonly users: Users,
    private readonly ownership: Ownership,
    private readonly transfers: OwnershipTransferService,
    private readonly sessions: Sessions,
    private readonly trail: AuditTrail,
  ) {}

  /** @throws TenantErrors.owner_not_found, TenantErrors.owner_not_active */
  async create({ name, description, ownerId }: Pick<NewTenant, 'name' | 'description' | 'ownerId'>, actorId: UserId): Promise<Tenant> {
    return this.transactions.run(async () => {
      await this.authorization.onPlatform({ actorId, permission, touching: [ownerId] });
      await this.checkOwner(ownerId);
      const tenant = await this.tenants.create({ name, description: description ?? null, ownerId, createdBy: actorId });
      await this.trail.record(TenantEvents.created, { targetUserId: ownerId, tenantId: tenant.id, resourceId: tenant.id, metadata: { name, owner_id: ownerId } });
      await this.ownership.begin(tenant, actorId);
      return tenant;
    });
  }

  /**
   * Returns the changed tenant; all changes happen, or none.
   * @throws RequestErrors.not_found, TenantErrors.*, RoleErrors.level_insufficient
   */
  async update(id: TenantId, changes: TenantChanges, actorId: UserId): Promise<Tenant> {
    return this.transactions.run(async () => {
      const before = await this.tenants.find(id);
      const owners = changes.ownerId === undefined || !before ? [] : [changes.ownerId, before.ownerId];
      const { access } = await this.authorization.onPlatform({ actorId, permission, touching: owners });
      const tenant = await this.tenants.lock(id);
      if (!tenant) throw RequestErrors.not_found();
      this.trail.describe({ tenantId: id, resourceId: id });
      await this.redescribe(tenant, changes);
      if (changes.status !== undefined && changes.status !== tenant.status) await this.setStatus(tenant, changes.status);
      if (changes.ownerId !== undefined && changes.ownerId !== tenant.ownerId) {
        if (tenant.type === 'PLATFORM') throw TenantErrors.platform_protected();
        if (tenant.ownerId !== before?.ownerId) throw TenantErrors.changed_meanwhile();
        await this.checkOwner(changes.ownerId);
        await this.transfers.mayDispossess(access, tenant);
        await this.ownership.move(tenant, changes.ownerId, actorId, 'platform');
      }
      if (takes(changes)) await this.tenants.confirmChanges([id]);
      return (await this.tenants.find(id)) ?? tenant;
    });
  }

  /** @throws RequestErrors.not_found, TenantErrors.platform_protected */
  async delete(id: TenantId, actorId: UserId): Promise<void> {
    await this.transactions.run(async () => {
      await this.authorization.onPlatform({ actorId, permission });
      const tenant = await this.tenants.lock(id);
      if (!tenant) throw RequestErrors.not_found();
      await this.end(tenant);
    });
  }

  /**
   * For members with `tenant.update` there; the platform's own tenant needs a platform permission.
   * @throws RequestErrors.not_found, AccessErrors.forbidden
   */
  async redescribeOwn(id: TenantId, changes: Pick<TenantChanges, 'name' | 'description' | 'requireMfa' | 'branding'>, actorId: UserId): Promise<Tenant> {
    return this.transactions.run(async () => {
      const { tenant } = await this.authorization.inTenant(id, { actorId, permission: TenantPermissions.update, platformPermission: permission });
      await this.redescribe(tenant, changes);
      if (takes(changes)) await this.tenants.confirmChanges([id]);
      return (await this.tenants.find(id)) ?? tenant;
    });
  }

  /**
   * For members with `tenant.delete` there.
   * @throws RequestErrors.not_found, AccessErrors.forbidden, TenantErrors.platform_protected
   */
  async deleteOwn(id: TenantId, actorId: UserId): Promise<void> {
    await this.transactions.run(async () => {
      const { tenant } = await this.authorization.inTenant(id, { actorId, permission: TenantPermissions.delete });
      await this.end(tenant);
    });
  }

  private async end(tenant: Tenant): Promise<void> {
    if (tenant.type === 'PLATFORM') throw TenantErrors.platform_protected();
    await this.tenants.delete(tenant.id);
    await this.trail.record(TenantEvents.deleted, { tenantId: tenant.id, resourceId: tenant.id, metadata: { name: tenant.name } });
  }

  private async redescribe(tenant: Tenant, { name, description, requireMfa, branding }: TenantChanges): Promise<void> {
    const changes = {
      ...(name === undefined || name === tenant.name ? {} : { name }),
      ...(description === undefined || description === tenant.description ? {} : { description }),
      ...(requireMfa === undefined || requireMfa === tenant.requireMfa ? {} : { requireMfa }),
      ...(branding === undefined || isDeepStrictEqual(branding, tenant.branding) ? {} : { branding }),
    };
    if (Object.keys(changes).length === 0) return;
    await this.tenants.update(tenant.id, changes);
    await this.trail.record(TenantEvents.updated, { tenantId: tenant.id, resourceId: tenant.id, metadata: { changes: wireNames(changes), ...beforeAndAfter(shown(tenant), shown({ ...tenant, ...changes })) } });
  }

  private async setStatus(tenant: Tenant, status: TenantStatus): Promise<void> {
    if (tenant.type === 'PLATFORM') throw TenantErrors.platform_protected();
    await this.tenants.update(tenant.id, { status });
    const about = { tenantId: tenant.id, resourceId: tenant.id };
    if (status === 'ACTIVE') return this.trail.record(TenantEvents.reactivated, about);
    const ended = await this.sessions.endIn(tenant.id);
    return this.trail.record(TenantEvents.suspended, { ...about, metadata: { sessions_ended: ended } });
  }

  private async checkOwner(ownerId: UserId): Promise<void> {
    const owner = await this.users.find(ownerId);
    if (!owner) throw TenantErrors.owner_not_found();
    if (owner.status !== 'ACTIVE') throw TenantErrors.owner_not_active();
  }
}

/** Whether the change takes something from somebody, even if it was taken before. */
function takes({ status, requireMfa, ownerId }: TenantChanges): boolean {
  return (status !== undefined && status !== 'ACTIVE') || requireMfa === true || ownerId !== undefined;
}

function shown({ name, description, requireMfa, branding }: Tenant): Record<string, unknown> {
  return { name, description, require_mfa: requireMfa, branding };
}

function wireNames({ requireMfa, ...changes }: TenantChanges): Record<string, unknown> {
  return { ...changes, ...(requireMfa === undefined ? {} : { require_mfa: requireMfa }) };
}

import { AccessErrors, PlatformPermissions, RequestErrors, type UserPrincipal } from '@authengine/contracts';
import { Memberships, type Tenant, TenantErrors, Tenants, Users } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { AccessReader, type AccessSnapshot, AuthorizationService, BuiltInRoles, decideAccess, isBelowActor, levelIn, RoleErrors } from '@authengine/rbac';
import { AuthenticationErrors, RecentLogins } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { Ownership } from './ownership.js';

/** The owner, or the platform, hands a tenant over to another member. */
@Injectable()
export class OwnershipTransferService {
  constructor(
    private readonly transactions: Transactions,
    private readonly authorization: AuthorizationService,
    private readonly reader: AccessReader,
    private readonly tenants: Tenants,
    private readonly memberships: Memberships,
    private readonly users: Users,
    private readonly recentLogins: RecentLogins,
    private readonly ownership: Ownership,
  ) {}

  /**
   * Returns the changed tenant. Handing it to its owner changes nothing.
   * @throws RequestErrors.not_found for a tenant that is not the caller's, and for a user who is not a member
   * @throws AccessErrors.forbidden, AuthenticationErrors.recent_login_required, RoleErrors.level_insufficient,
   * TenantErrors.*
   */
  async transfer(tenantId: TenantId, to: UserId, caller: UserPrincipal): Promise<Tenant> {
    return this.transactions.run(async () => {
      const before = await this.tenants.find(tenantId);
      await this.authorization.holdUsers([caller.userId, to, ...(before ? [before.ownerId] : [])]);
      const tenant = await this.tenants.lock(tenantId);
      await this.authorize(tenantId, tenant, caller);
      if (!tenant) throw RequestErrors.not_found();
      if (tenant.type === 'PLATFORM') throw TenantErrors.platform_protected();
      if (tenant.ownerId !== before?.ownerId) throw TenantErrors.changed_meanwhile();
      if (!(await this.memberships.has(tenantId, to))) throw RequestErrors.not_found({ log: { reason: 'the new owner is no member' } });
      if ((await this.users.find(to))?.status !== 'ACTIVE') throw TenantErrors.owner_not_active();
      await this.ownership.move(tenant, to, caller.userId, 'transferred');
      return (await this.tenants.find(tenantId)) ?? tenant;
    });
  }

  private async authorize(tenantId: TenantId, tenant: Tenant | null, { userId, sessionId }: UserPrincipal): Promise<void> {
    const access = await this.reader.read(userId);
    if (access?.userStatus !== 'ACTIVE') throw AccessErrors.forbidden({ log: { reason: 'the actor is no longer active' } });
    const ofPlatform = decideAccess(access, [PlatformPermissions.tenantsManage.name], null).allowed;
    if (tenant?.ownerId === userId) {
      if (tenant.status !== 'ACTIVE' && !ofPlatform) throw AccessErrors.forbidden({ detail: 'This tenant is suspended.' });
      if (!ofPlatform && !(await this.recentLogins.has(sessionId))) throw AuthenticationErrors.recent_login_required();
      return;
    }
    if (ofPlatform) return tenant ? this.mayDispossess(access, tenant) : undefined;
    if (!access.tenants.has(tenantId)) throw RequestErrors.not_found();
    throw AccessErrors.forbidden({ detail: "Only the tenant's owner, or the platform, can transfer its ownership." });
  }

  /**
   * Taking TENANT_OWNER from a user is an act on that role and on that user.
   * @throws RoleErrors.level_insufficient
   */
  async mayDispossess(access: AccessSnapshot, tenant: Tenant): Promise<void> {
    const place = { tenantId: tenant.id };
    const actor = levelIn(access, place);
    const owner = await this.reader.read(tenant.ownerId);
    const target = tenant.ownerId === access.userId || !owner ? 0 : levelIn(owner, place);
    const role = BuiltInRoles.tenantOwner.level;
    if (!isBelowActor({ actor, role, target })) throw RoleErrors.level_insufficient({ log: { actor, role, target } });
  }
}

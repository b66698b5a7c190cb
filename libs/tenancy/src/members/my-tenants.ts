import { AccessErrors, RequestErrors, RoleDirectoryPort, type Page, type PageQuery, type UserPrincipal } from '@authengine/contracts';
import { LiveTenants, type RoleDto, TenantDirectory, toTenantDto } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';
import { AccessSnapshots, permissionsIn } from '@authengine/rbac';
import { Injectable } from '@nestjs/common';
import type { MyTenantDto } from './dto/my-tenant.dto.js';

/** The signed-in user's tenants, and their permissions there. */
@Injectable()
export class MyTenants {
  constructor(
    private readonly directory: TenantDirectory,
    private readonly roles: RoleDirectoryPort,
    private readonly snapshots: AccessSnapshots,
    private readonly live: LiveTenants,
  ) {}

  async list(userId: UserId, query: PageQuery): Promise<Page<MyTenantDto>> {
    const page = await this.directory.ofMember(userId, query);
    const held = (await this.roles.heldBy([userId])).get(userId) ?? [];
    const rolesIn = (tenantId: string): RoleDto[] =>
      held.flatMap(({ role: { createdAt, ...role }, tenantId: place }) => (place === tenantId ? [{ ...role, created_at: createdAt.toISOString() }] : []));
    return { ...page, items: page.items.map((tenant) => ({ ...toTenantDto(tenant), roles: rolesIn(tenant.id) })) };
  }

  /**
   * @throws RequestErrors.not_found for a tenant that does not exist, or, for users without platform roles, one they
   * are not a member of
   */
  async permissions(tenantId: TenantId, { userId, sessionId }: UserPrincipal): Promise<readonly string[]> {
    const found = await this.snapshots.find({ sub: userId, sid: sessionId });
    if (!found) throw AccessErrors.unauthenticated();
    const { access } = found;
    if (!access.tenants.has(tenantId) && access.platformPermissions.length === 0) throw RequestErrors.not_found();
    const live = (await this.live.read([tenantId])).get(tenantId);
    if (!live) throw RequestErrors.not_found();
    return permissionsIn(access, { tenantId, live });
  }
}

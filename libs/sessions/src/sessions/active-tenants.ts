import { RoleDirectoryPort } from '@authengine/contracts';
import { Memberships, Tenants } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';

/** Whether a user may be in the tenant that a session names, as the running transaction sees it. */
@Injectable()
export class ActiveTenants {
  constructor(
    private readonly tenants: Tenants,
    private readonly memberships: Memberships,
    private readonly roles: RoleDirectoryPort,
  ) {}

  /**
   * True when the tenant is active and the user is a member of it, or holds a platform role, which counts in every
   * tenant.
   */
  async stands(tenantId: TenantId, userId: UserId): Promise<boolean> {
    if ((await this.tenants.find(tenantId))?.status !== 'ACTIVE') return false;
    if (await this.memberships.has(tenantId, userId)) return true;
    const held = await this.roles.heldBy([userId]);
    return (held.get(userId) ?? []).some(({ role }) => role.scope === 'PLATFORM');
  }
}

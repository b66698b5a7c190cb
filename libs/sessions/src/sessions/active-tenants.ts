import { RoleDirectoryPort } from '@authengine/contracts';
import { Memberships, Tenants } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';

/** Whether a user may be in the tenant that a session names, by what the running transaction sees. */
@Injectable()
export class ActiveTenants {
  constructor(
    private readonly tenants: Tenants,
    private readonly memberships: Memberships,
    private readonly roles: RoleDirectoryPort,
  ) {}

  /** The tenant is active, and the user a member of it or the holder of a platform role, which counts in every tenant. */
  async stands(tenantId: TenantId, userId: UserId): Promise<boolean> {
    if ((await this.tenants.find(tenantId))?.status !== 'ACTIVE') return false;
    if (await this.memberships.has(tenantId, userId)) return true;
    const held = await this.roles.heldBy([userId]);
    return (held.get(userId) ?? []).some(({ role }) => role.scope === 'PLATFORM');
  }
}

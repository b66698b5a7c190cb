import { TenantPermissions } from '@authengine/contracts';
import type { Tenant } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';
import { type Actor, AuthorizationService, isBelowActor, type Role } from '@authengine/rbac';
import { Injectable } from '@nestjs/common';

const PERMISSION = TenantPermissions.usersManage;

/**
 * Who may give a role by an invitation: somebody who manages the tenant's users, to a role below their own level. One
 * rule for the person who sends it now and, when it is accepted, for the person who sent it last.
 */
@Injectable()
export class Inviters {
  constructor(private readonly authorization: AuthorizationService) {}

  /**
   * The person who acts now. From here on the transaction holds their row and the tenant's.
   * @throws AccessErrors.forbidden, RequestErrors.not_found
   */
  inTenant(tenantId: TenantId, actorId: UserId): Promise<Actor & { readonly tenant: Tenant }> {
    return this.authorization.inTenant(tenantId, { actorId, permission: PERMISSION });
  }

  /** Call this in a transaction that holds the sender's row and the tenant's. Nobody when the sender's account is gone. */
  async mayStillGive(role: Role, tenant: Tenant, sender: UserId | null): Promise<boolean> {
    const actor = sender === null ? null : await this.authorization.inHeldTenant(tenant, { actorId: sender, permission: PERMISSION });
    return actor !== null && mayGive(role, actor);
  }
}

/** An invited person has no level yet. */
export function mayGive(role: Role, { level }: Pick<Actor, 'level'>): boolean {
  return isBelowActor({ actor: level, role: role.level, target: 0 });
}

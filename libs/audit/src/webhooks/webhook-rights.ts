import { ActingRightsPort, PlatformPermissions, TenantPermissions } from '@authengine/contracts';
import type { TenantId, UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';

/** Who may change webhooks: asked again in each change's transaction, as they decide where a tenant's events go. */
@Injectable()
export class WebhookRights {
  constructor(private readonly rights: ActingRightsPort) {}

  /**
   * Call this first in the transaction. It holds the tenant's row, so changes of one tenant's webhooks come one after the other.
   * @throws AccessErrors.forbidden, RequestErrors.not_found
   */
  hold(tenantId: TenantId | null, actorId: UserId): Promise<void> {
    return this.rights.hold({ actorId, tenantId, permission: tenantId === null ? PlatformPermissions.webhooksManage : TenantPermissions.webhooksManage });
  }
}

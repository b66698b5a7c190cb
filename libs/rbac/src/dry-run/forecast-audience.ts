import { PlatformPermissions, TenantPermissions } from '@authengine/contracts';
import type { TenantId, UserId } from '@authengine/kernel';
import { decideAccess } from '../access/access-decision.js';
import type { AccessSnapshot } from '../access/access-snapshot.js';
import type { AccessState } from './access-changes.js';
import type { AccessChange, EndedSession, ForecastScope } from './forecast.js';

/** Who may try a change may not list everyone whom it touches: what they are told of is themselves, whom they named, and people whom they may list. */
export class ForecastAudience {
  private readonly listsAll: boolean;

  constructor(
    private readonly asker: AccessSnapshot | null,
    private readonly scope: ForecastScope,
    /** Before the change, which may take away what the asker may do. */
    private readonly state: AccessState,
  ) {
    this.listsAll = asker !== null && decideAccess(asker, [PlatformPermissions.usersView.name], null).allowed;
  }

  knowsOfChange({ userId, tenantId }: AccessChange): boolean {
    return this.isAskedFor(userId) || (tenantId !== null && this.listsMembersOf(tenantId));
  }

  knowsOfSession({ userId }: EndedSession): boolean {
    const places = [...(this.scope.tenantId ? [this.scope.tenantId] : []), ...(this.state.users.get(userId)?.tenants.keys() ?? [])];
    return this.isAskedFor(userId) || places.some((id) => this.listsMembersOf(id));
  }

  private isAskedFor(userId: UserId): boolean {
    return this.listsAll || userId === this.asker?.userId || (this.scope.users ?? []).includes(userId);
  }

  private listsMembersOf(tenantId: TenantId): boolean {
    return this.asker !== null && decideAccess(this.asker, [TenantPermissions.usersView.name], { tenantId, live: this.state.tenants.get(tenantId) }).allowed;
  }
}

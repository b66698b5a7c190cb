import { PlatformPermissions, TenantPermissions } from '@authengine/contracts';
import type { TenantId, UserId } from '@authengine/kernel';
import { decideAccess } from '../access/access-decision.js';
import type { AccessSnapshot } from '../access/access-snapshot.js';
import type { AccessState } from './access-changes.js';
import type { AccessChange, EndedSession, ForecastScope } from './forecast.js';

/**
 * A caller who may try a change may not list everyone it concerns. The forecast shows themselves, the users they named,
 * and people whom they may list. Callers without platform permissions see nothing that others hold there.
 */
export class ForecastAudience {
  private readonly listsAll: boolean;
  private readonly ofPlatform: boolean;

  constructor(
    private readonly asker: AccessSnapshot | null,
    private readonly scope: ForecastScope,
    /** The state before the change, because the change may reduce the caller's own rights. */
    private readonly state: AccessState,
    /** The permissions that roles of tenants can hold. */
    private readonly ofTenants: ReadonlySet<string>,
  ) {
    this.listsAll = asker !== null && decideAccess(asker, [PlatformPermissions.usersView.name], null).allowed;
    this.ofPlatform = asker !== null && asker.platformPermissions.length > 0;
  }

  /** The part of a change that the caller may know; undefined when it is empty. */
  share(change: AccessChange): AccessChange | undefined {
    if (this.ofPlatform || change.userId === this.asker?.userId) return change;
    if (change.tenantId === null) return undefined;
    const shared = (names: readonly string[]): string[] => names.filter((name) => this.ofTenants.has(name));
    const [gains, loses] = [shared(change.gains), shared(change.loses)];
    return gains.length + loses.length === 0 ? undefined : { ...change, gains, loses };
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

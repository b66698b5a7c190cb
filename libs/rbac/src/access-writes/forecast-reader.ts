import { LiveTenants, Tenants } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Sessions } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { AccessReader } from '../access/access-reader.js';
import { DeclaredPermissions } from '../permissions/declared-permissions.js';
import { BuiltInRoles } from '../roles/built-in-roles.js';
import { accessChanges, tenantsOf, type AccessState } from './access-changes.js';
import type { AccessChange, EndedSession, Forecast, ForecastScope, Lockout } from './forecast.js';
import { ForecastAudience } from './forecast-audience.js';
import { ServiceKeyStates, touchedKeys, type StandingKey } from './service-key-states.js';

/** How many users one forecast checks individually. */
const MAX_FORECAST_USERS = 500;

interface Moment extends AccessState {
  readonly sessions: readonly EndedSession[];
  readonly keys: readonly StandingKey[];
  /** The tenants with at least one active owner. */
  readonly owned: ReadonlySet<TenantId>;
}

/** Compares permissions, sessions and keys before and after a write, within one transaction. */
@Injectable()
export class ForecastReader {
  constructor(
    private readonly transactions: Transactions,
    private readonly reader: AccessReader,
    private readonly liveTenants: LiveTenants,
    private readonly tenants: Tenants,
    private readonly sessions: Sessions,
    private readonly keys: ServiceKeyStates,
    private readonly permissions: DeclaredPermissions,
  ) {}

  async compare(scope: ForecastScope, actorId: UserId, write: () => Promise<unknown>): Promise<Forecast> {
    const platform = await this.tenants.findPlatform();
    if (!platform) throw new Error('there is no platform before bootstrap');
    const { users, total } = await this.usersIn(scope, actorId);
    const before = await this.read(users, scope);
    const ofTenants = new Set((await this.permissions.all('TENANT')).map(({ name }) => name));
    const audience = new ForecastAudience(await this.reader.read(actorId), scope, before, ofTenants);
    await write();
    const after = await this.read(users, scope, before);
    const changes = accessChanges(before, after, platform.id);
    const standing = new Set(after.sessions.map(({ id }) => id));
    const ended = before.sessions.filter(({ id }) => !standing.has(id));
    const shared = changes.flatMap((change) => audience.share(change) ?? []);
    const told = { changes: shared.filter((change) => audience.knowsOfChange(change)), sessionsEnded: ended.filter((session) => audience.knowsOfSession(session)) };
    return {
      usersConsidered: total,
      truncated: total > users.length,
      withheld: told.changes.length < shared.length || told.sessionsEnded.length < ended.length,
      ...told,
      serviceKeys: touchedKeys(before.keys, after.keys),
      lockouts: [...lockedOut(changes, actorId), ...ownerless(before, after)],
    };
  }

  /**
   * The users that the write names come first, then the caller and the tenant's owner: they are always checked, however
   * many others there are.
   */
  private async usersIn({ users = [], roleId, tenantId }: ForecastScope, actorId: UserId): Promise<{ users: UserId[]; total: number }> {
    const rows = await this.transactions.manager.query<{ user_id: UserId; total: number }[]>(
      `WITH touched AS (
         SELECT unnest($1::uuid[]) AS user_id
          UNION SELECT user_id FROM role_assignments WHERE role_id = $2::uuid
          UNION SELECT user_id FROM memberships WHERE tenant_id = $3::uuid
          UNION SELECT user_id FROM sessions WHERE tenant_id = $3::uuid AND ended_at IS NULL)
       SELECT user_id, count(*) OVER ()::integer AS total FROM touched
        ORDER BY user_id = ANY($1::uuid[]) DESC, user_id = $5 DESC, EXISTS (SELECT FROM tenants WHERE id = $3::uuid AND owner_id = user_id) DESC, user_id LIMIT $4`,
      [users, roleId ?? null, tenantId ?? null, MAX_FORECAST_USERS, actorId],
    );
    return { users: rows.map((row) => row.user_id), total: rows[0]?.total ?? 0 };
  }

  /** After the write it reads the tenants and keys that existed before it. */
  private async read(userIds: readonly UserId[], scope: ForecastScope, before?: Moment): Promise<Moment> {
    const users = await this.reader.readMany(userIds);
    const places = [...new Set([...tenantsOf(users), ...(before?.tenants.keys() ?? []), ...(scope.tenantId ? [scope.tenantId] : [])])];
    const tenants = await this.liveTenants.read(places);
    const keys = await this.keys.standing(before ? { ids: before.keys.map(({ id }) => id) } : { ids: scope.serviceKeyIds ?? [], creators: userIds, tenants: scope.tenantId ? [scope.tenantId] : [] });
    return { users, tenants, sessions: await this.sessions.liveOfMany(userIds), keys, owned: await this.ownedAmong(places) };
  }

  private async ownedAmong(tenantIds: readonly TenantId[]): Promise<ReadonlySet<TenantId>> {
    const rows = await this.transactions.manager.query<{ tenant_id: TenantId }[]>(
      `SELECT DISTINCT a.tenant_id FROM role_assignments a
         JOIN roles r ON r.id = a.role_id AND r.name = $2 AND r.tenant_id IS NULL
         JOIN users u ON u.id = a.user_id AND u.status = 'ACTIVE'
        WHERE a.tenant_id = ANY($1::uuid[])`,
      [tenantIds, BuiltInRoles.tenantOwner.name],
    );
    return new Set(rows.map((row) => row.tenant_id));
  }
}

function lockedOut(changes: readonly AccessChange[], actorId: UserId): Lockout[] {
  return changes.filter(({ userId, loses }) => userId === actorId && loses.length > 0).map(({ tenantId }) => ({ kind: 'oneself', tenantId }));
}

/** A deleted tenant does not need an owner. */
function ownerless(before: Moment, after: Moment): Lockout[] {
  return [...before.owned].filter((id) => after.tenants.has(id) && !after.owned.has(id)).map((tenantId) => ({ kind: 'tenant_without_active_owner', tenantId }));
}

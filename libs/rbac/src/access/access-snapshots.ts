import { currentRequest, ServerErrors } from '@authengine/contracts';
import { type LiveTenant, LiveTenants, readTenantCopy, tenantCopyKey } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';
import { Transactions, type CopyRead } from '@authengine/persistence';
import { type LiveSession, LiveSessions, type SessionClaims } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AccessReader } from './access-reader.js';
import { accessInSession } from './access-in-session.js';
import type { AccessSnapshot } from './access-snapshot.js';
import { FreshLoads } from './fresh-loads.js';

/** In permissions and tenants, over all users: some tens of megabytes. */
const MAX_SIZE = 500_000;

export interface SessionAccess {
  readonly session: LiveSession;
  readonly access: AccessSnapshot;
}

/** A look at the copies: which ones, and what they say. */
export interface Glance {
  readonly keys: readonly string[];
  /** Null: the session does not stand. Undefined: the copies do not suffice, ask `find`. */
  judge(copies: readonly (CopyRead | null)[]): SessionAccess | null | undefined;
}

/**
 * Snapshots of what users may do, for whoever decides. The process keeps them by user, but never
 * takes their word: one is used only while its user's and every tenant's version are the live ones.
 */
@Injectable()
export class AccessSnapshots {
  private readonly kept = new LRUCache<UserId, AccessSnapshot>({ maxSize: MAX_SIZE, sizeCalculation: sizeOf });
  private readonly loads = new FreshLoads((userId: UserId) => this.load(userId));
  /** Those of requests with connections of their own, which wait for nobody who has none. */
  private readonly reservedLoads = new FreshLoads((userId: UserId) => this.load(userId));

  constructor(
    private readonly sessions: LiveSessions,
    private readonly tenants: LiveTenants,
    private readonly reader: AccessReader,
    private readonly transactions: Transactions,
  ) {}

  /**
   * What can be said by copies alone, so that a caller reads them together with its own: undefined
   * when this process keeps no snapshot of the user. The same judgement as `find`, without a promise.
   */
  glance(claims: SessionClaims): Glance | undefined {
    const kept = this.kept.get(claims.sub as UserId);
    if (!kept) return undefined;
    const tenantIds = tenantsOf(kept);
    return {
      keys: [...this.sessions.copyKeys(claims), ...tenantIds.map(tenantCopyKey)],
      judge: (copies) => {
        const session = this.sessions.judge(claims, copies[0], copies[1]);
        if (!session) return session;
        const live = new Map<TenantId, LiveTenant>();
        for (const [i, id] of tenantIds.entries()) {
          const copy = copies[i + 2];
          const tenant = copy ? readTenantCopy(copy) : null;
          if (tenant) live.set(id, tenant);
        }
        return isCurrent(kept, session.userVersion, live) && kept.userStatus === 'ACTIVE' ? { session, access: accessInSession(kept, session) } : undefined;
      },
    };
  }

  /**
   * The session and its user's access as they are now; null unless both are live. With copies at
   * hand it costs one round trip to them and none to Postgres, until something changes.
   */
  async find(claims: SessionClaims): Promise<SessionAccess | null> {
    const kept = this.kept.get(claims.sub as UserId);
    const [session, tenants] = await Promise.all([this.sessions.find(claims), this.tenants.read(kept ? tenantsOf(kept) : [])]);
    if (!session) return null;
    const access = kept && isCurrent(kept, session.userVersion, tenants) ? kept : await this.fresh(session.userId);
    // Postgres may be ahead of the copies by a change that is about to be acknowledged; it is right then.
    if (access?.userStatus !== 'ACTIVE') return null;
    if (access.userVersion < session.userVersion) throw ServerErrors.unavailable({ log: { reason: 'Postgres is behind the copies', userId: access.userId } });
    return { session, access: accessInSession(access, session) };
  }

  /** A load of others may wait for the connection that the running transaction has; and what it sees is not for others. */
  private fresh(userId: UserId): Promise<AccessSnapshot | null> {
    if (this.transactions.active) return this.reader.read(userId);
    return (currentRequest()?.reservedConnections === true ? this.reservedLoads : this.loads).get(userId);
  }

  private async load(userId: UserId): Promise<AccessSnapshot | null> {
    const access = await this.reader.read(userId);
    if (access) this.kept.set(userId, access);
    else this.kept.delete(userId);
    return access;
  }
}

/** Versions only go up: one that is ahead of a copy is of a change whose copy is being written. */
function isCurrent(kept: AccessSnapshot, userVersion: number, live: ReadonlyMap<TenantId, LiveTenant>): boolean {
  if (kept.userVersion < userVersion) return false;
  const holds = (id: TenantId, version: number): boolean => {
    const tenant = live.get(id);
    return tenant !== undefined && version >= tenant.version;
  };
  for (const [id, { version }] of kept.tenants) if (!holds(id, version)) return false;
  return !kept.sharedRoles || holds(kept.sharedRoles.tenantId, kept.sharedRoles.version);
}

/** Whose versions the snapshot is good for. */
function tenantsOf({ tenants, sharedRoles }: AccessSnapshot): TenantId[] {
  return sharedRoles && !tenants.has(sharedRoles.tenantId) ? [...tenants.keys(), sharedRoles.tenantId] : [...tenants.keys()];
}

function sizeOf(access: AccessSnapshot): number {
  let size = 10 + access.platformPermissions.length;
  for (const { permissions } of access.tenants.values()) size += 2 + permissions.length;
  return access.withoutSecondFactor ? size + sizeOf(access.withoutSecondFactor) : size;
}

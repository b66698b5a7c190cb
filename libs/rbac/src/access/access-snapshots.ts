import { currentRequest, ServerErrors } from '@authengine/contracts';
import { type LiveTenant, LiveTenants, TENANTS_STAMP } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';
import { Transactions, type CachedValue } from '@authengine/persistence';
import { type LiveSession, LiveSessions, type SessionClaims } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AccessReader } from './access-reader.js';
import { accessInSession } from './access-in-session.js';
import type { AccessSnapshot } from './access-snapshot.js';
import { FreshLoads } from './fresh-loads.js';

/** Counted in permissions and tenants, over all users: some tens of megabytes. */
const MAX_SIZE = 500_000;

export interface SessionAccess {
  readonly session: LiveSession;
  readonly access: AccessSnapshot;
}

/** A question to the cache: its keys, and how to judge what is read. */
export interface Glance<T = SessionAccess> {
  readonly keys: readonly string[];
  /** Null: the session does not stand. Undefined: the cache is not enough, so call `find`. */
  judge(entries: readonly (CachedValue | null)[]): T | null | undefined;
}

/** A snapshot that this process keeps. */
interface Kept {
  readonly access: AccessSnapshot;
  /** Every tenant whose version it depends on. */
  readonly tenantIds: readonly TenantId[];
  /** The stamp of all tenants under which it was right; null before it is known. */
  stamp: string | null;
}

/**
 * Snapshots of users' access, for code that decides. The process keeps them by user but never trusts them alone: it
 * uses one only while the version of its user is the live one, and nothing about any tenant has changed, which one stamp
 * says for all. So a question costs the same whatever number of tenants its user has. When the stamp is another one, the
 * versions of all of the user's tenants are compared, once.
 */
@Injectable()
export class AccessSnapshots {
  private readonly kept = new LRUCache<UserId, Kept>({ maxSize: MAX_SIZE, sizeCalculation: ({ access }) => sizeOf(access) });
  private readonly loads = new FreshLoads((userId: UserId) => this.load(userId));
  /** The loads of requests with reserved connections, so that they never wait for other requests. */
  private readonly reservedLoads = new FreshLoads((userId: UserId) => this.load(userId));

  constructor(
    private readonly sessions: LiveSessions,
    private readonly tenants: LiveTenants,
    private readonly reader: AccessReader,
    private readonly transactions: Transactions,
  ) {}

  /**
   * The same judgement as `find` from the cache alone, without a promise, so that a caller reads these cache entries together
   * with its own. Undefined when this process keeps no snapshot of the user.
   */
  glance(claims: SessionClaims): Glance | undefined {
    const kept = this.kept.get(claims.sub as UserId);
    if (!kept) return undefined;
    const [sessionKey, userKey] = this.sessions.cacheKeys(claims);
    return {
      keys: [sessionKey, userKey, TENANTS_STAMP],
      judge: ([sessionEntry, userEntry, stamp]) => {
        const session = this.sessions.judge(claims, sessionEntry, userEntry);
        if (!session) return session;
        const stands = stamp?.value === kept.stamp && kept.access.userVersion >= session.userVersion && kept.access.userStatus === 'ACTIVE';
        return stands ? { session, access: accessInSession(kept.access, session) } : undefined;
      },
    };
  }

  /**
   * The session and its user's current access; null unless both are live. With a cache it costs one round trip to it
   * and none to Postgres, until something changes.
   */
  async find(claims: SessionClaims): Promise<SessionAccess | null> {
    const kept = this.kept.get(claims.sub as UserId);
    const [session, tenantsStand] = await Promise.all([this.sessions.find(claims), kept ? this.tenantsStand(kept) : false]);
    if (!session) return null;
    const access = kept && tenantsStand && kept.access.userVersion >= session.userVersion ? kept.access : await this.fresh(session.userId);
    // Postgres may already have a change that is not yet in the cache; then Postgres is right.
    if (access?.userStatus !== 'ACTIVE') return null;
    if (access.userVersion < session.userVersion) throw ServerErrors.unavailable({ log: { reason: 'Postgres is behind the cache', userId: access.userId } });
    return { session, access: accessInSession(access, session) };
  }

  /** Whether nothing of the user's tenants is newer than the snapshot. */
  private async tenantsStand(kept: Kept): Promise<boolean> {
    if (kept.stamp !== null && (await this.tenants.stamp()) === kept.stamp) return true;
    const { tenants, stamp } = await this.tenants.readStamped(kept.tenantIds);
    if (!isCurrent(kept.access, tenants)) return false;
    if (stamp !== null) kept.stamp = stamp;
    return true;
  }

  /**
   * Inside a transaction a shared load could wait for the connection of that transaction, and its result would not be
   * for others.
   */
  private fresh(userId: UserId): Promise<AccessSnapshot | null> {
    if (this.transactions.active) return this.reader.read(userId);
    return (currentRequest()?.reservedConnections === true ? this.reservedLoads : this.loads).get(userId);
  }

  private async load(userId: UserId): Promise<AccessSnapshot | null> {
    // Before the snapshot, which so has every change that came before this stamp.
    const stamp = await this.tenants.stamp();
    const access = await this.reader.read(userId);
    if (access) this.kept.set(userId, { access, tenantIds: tenantsOf(access), stamp });
    else this.kept.delete(userId);
    return access;
  }
}

/** Versions only rise: when the snapshot is ahead of a cache entry, the entry is being written just now. */
function isCurrent(kept: AccessSnapshot, live: ReadonlyMap<TenantId, LiveTenant>): boolean {
  const holds = (id: TenantId, version: number): boolean => {
    const tenant = live.get(id);
    return tenant !== undefined && version >= tenant.version;
  };
  for (const [id, { version }] of kept.tenants) if (!holds(id, version)) return false;
  return !kept.sharedRoles || holds(kept.sharedRoles.tenantId, kept.sharedRoles.version);
}

function tenantsOf({ tenants, sharedRoles }: AccessSnapshot): TenantId[] {
  return sharedRoles && !tenants.has(sharedRoles.tenantId) ? [...tenants.keys(), sharedRoles.tenantId] : [...tenants.keys()];
}

function sizeOf(access: AccessSnapshot): number {
  let size = 10 + access.platformPermissions.length + 4 * access.tenants.size;
  for (const list of new Set([...access.tenants.values()].map(({ permissions }) => permissions))) size += list.length;
  return access.withoutSecondFactor ? size + sizeOf(access.withoutSecondFactor) : size;
}

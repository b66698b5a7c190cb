import { currentRequest, ServerErrors } from '@authengine/contracts';
import { type LiveTenant, LiveTenants, readTenantEntry, tenantCacheKey, TENANTS_STAMP } from '@authengine/directory';
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
/** Up to so many entries of tenants are read for each question; for more, one stamp of all tenants is read in their place. */
const FEW_TENANTS = 8;

export interface SessionAccess {
  readonly session: LiveSession;
  readonly access: AccessSnapshot;
}

/** A question to the cache: its keys, and how to judge what is read. */
export interface Glance<T = SessionAccess> {
  readonly keys: readonly string[];
  /** Null: the session does not stand. Undefined: the cache is not enough, so call `find`. `from`: where the entries of these keys begin. */
  judge(entries: readonly (CachedValue | null)[], from: number): T | null | undefined;
}

/** A snapshot that this process keeps. */
interface Kept {
  readonly access: AccessSnapshot;
  /** Every tenant whose version it depends on. */
  readonly tenantIds: readonly TenantId[];
  /** The cache entries that say whether any of these has changed. */
  readonly tenantKeys: readonly string[];
  /** Of many tenants: the stamp of all tenants under which it was right; null before it is known. */
  stamp: string | null;
}

/**
 * Snapshots of users' access, for code that decides. The process keeps them by user but never trusts them alone: it
 * uses one only while the versions of its user and of all their tenants are the live ones. For a user of many tenants one stamp of
 * all tenants is read in place of these, so that a question costs the same whatever their number. When the stamp is another one, the
 * versions are compared, once. A user of few tenants has nothing to do with changes of others.
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
    const keys = this.sessions.cacheKeys(claims);
    return {
      keys: kept.tenantKeys.length === 0 ? keys : [...keys, ...kept.tenantKeys],
      judge: (entries, from) => {
        const session = this.sessions.judge(claims, entries[from], entries[from + 1]);
        if (!session) return session;
        const stands = kept.access.userVersion >= session.userVersion && kept.access.userStatus === 'ACTIVE' && saySame(entries, from + keys.length, kept);
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
    if (areFew(kept)) return isCurrent(kept.access, await this.tenants.read(kept.tenantIds));
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
    const access = await this.reader.read(userId);
    if (access) this.kept.set(userId, keep(access));
    else this.kept.delete(userId);
    return access;
  }
}

function keep(access: AccessSnapshot): Kept {
  const tenantIds = tenantsOf(access);
  return { access, tenantIds, tenantKeys: areFew({ tenantIds }) ? tenantIds.map(tenantCacheKey) : [TENANTS_STAMP], stamp: null };
}

function areFew({ tenantIds }: Pick<Kept, 'tenantIds'>): boolean {
  return tenantIds.length <= FEW_TENANTS;
}

/** Whether the entries at `tenantKeys`, which begin at `from`, say that no tenant has changed. False also when one is missing. */
function saySame(entries: readonly (CachedValue | null)[], from: number, kept: Kept): boolean {
  if (!areFew(kept)) return kept.stamp !== null && entries[from]?.value === kept.stamp;
  // No tenant and no shared role: nothing that could have changed.
  if (kept.tenantIds.length === 0) return true;
  const live = new Map<TenantId, LiveTenant>();
  for (const [i, id] of kept.tenantIds.entries()) {
    const entry = entries[from + i];
    const tenant = entry ? readTenantEntry(entry) : null;
    if (tenant) live.set(id, tenant);
  }
  return isCurrent(kept.access, live);
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

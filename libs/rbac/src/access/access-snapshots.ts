import { currentRequest, ServerErrors } from '@authengine/contracts';
import { type LiveTenant, LiveTenants, readTenantEntry, tenantCacheKey } from '@authengine/directory';
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

/**
 * Snapshots of users' access, for code that decides. The process keeps them by user but never trusts them alone: it
 * uses one only while the versions of its user and of all its tenants are the live ones.
 */
@Injectable()
export class AccessSnapshots {
  private readonly kept = new LRUCache<UserId, AccessSnapshot>({ maxSize: MAX_SIZE, sizeCalculation: sizeOf });
  private readonly dependencies = new WeakMap<AccessSnapshot, Dependencies>();
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
    const { tenantIds, keys } = this.dependenciesOf(kept);
    return {
      keys: [...this.sessions.cacheKeys(claims), ...keys],
      judge: (entries) => {
        const session = this.sessions.judge(claims, entries[0], entries[1]);
        if (!session) return session;
        const live = new Map<TenantId, LiveTenant>();
        for (const [i, id] of tenantIds.entries()) {
          const entry = entries[i + 2];
          const tenant = entry ? readTenantEntry(entry) : null;
          if (tenant) live.set(id, tenant);
        }
        return isCurrent(kept, session.userVersion, live) && kept.userStatus === 'ACTIVE' ? { session, access: accessInSession(kept, session) } : undefined;
      },
    };
  }

  /**
   * The session and its user's current access; null unless both are live. With a cache it costs one round trip to it
   * and none to Postgres, until something changes.
   */
  async find(claims: SessionClaims): Promise<SessionAccess | null> {
    const kept = this.kept.get(claims.sub as UserId);
    const [session, tenants] = await Promise.all([this.sessions.find(claims), this.tenants.read(kept ? this.dependenciesOf(kept).tenantIds : [])]);
    if (!session) return null;
    const access = kept && isCurrent(kept, session.userVersion, tenants) ? kept : await this.fresh(session.userId);
    // Postgres may already have a change that is not yet in the cache; then Postgres is right.
    if (access?.userStatus !== 'ACTIVE') return null;
    if (access.userVersion < session.userVersion) throw ServerErrors.unavailable({ log: { reason: 'Postgres is behind the cache', userId: access.userId } });
    return { session, access: accessInSession(access, session) };
  }

  /**
   * Inside a transaction a shared load could wait for the connection of that transaction, and its result would not be
   * for others.
   */
  private fresh(userId: UserId): Promise<AccessSnapshot | null> {
    if (this.transactions.active) return this.reader.read(userId);
    return (currentRequest()?.reservedConnections === true ? this.reservedLoads : this.loads).get(userId);
  }

  private dependenciesOf(kept: AccessSnapshot): Dependencies {
    let dependencies = this.dependencies.get(kept);
    if (!dependencies) {
      const tenantIds = tenantsOf(kept);
      this.dependencies.set(kept, (dependencies = { tenantIds, keys: tenantIds.map(tenantCacheKey) }));
    }
    return dependencies;
  }

  private async load(userId: UserId): Promise<AccessSnapshot | null> {
    const access = await this.reader.read(userId);
    if (access) this.kept.set(userId, access);
    else this.kept.delete(userId);
    return access;
  }
}

/** The tenants whose versions a snapshot depends on, and the keys of their cache entries. */
interface Dependencies {
  readonly tenantIds: readonly TenantId[];
  readonly keys: readonly string[];
}

/** Versions only rise: when the snapshot is ahead of a cache entry, the entry is being written just now. */
function isCurrent(kept: AccessSnapshot, userVersion: number, live: ReadonlyMap<TenantId, LiveTenant>): boolean {
  if (kept.userVersion < userVersion) return false;
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
  let size = 10 + access.platformPermissions.length;
  for (const { permissions } of access.tenants.values()) size += 2 + permissions.length;
  return access.withoutSecondFactor ? size + sizeOf(access.withoutSecondFactor) : size;
}

import type { AuthStrategy } from '@authengine/contracts';
import { activeVersion, userEntry, userCacheKey, type UserStatus } from '@authengine/directory';
import { Clock, type SessionId, type UserId } from '@authengine/kernel';
import { VersionedCache, Transactions, type CachedValue } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { sessionTombstone, liveSessionEntry, readSessionEntry, sessionCacheKey } from './session-entry.js';

/** A session that is alive now, of a user who may act now. */
export interface LiveSession {
  readonly userId: UserId;
  readonly sessionId: SessionId;
  readonly authStrategy: AuthStrategy;
  /** A decision that was made from an older version of the user is outdated. */
  readonly userVersion: number;
}

export interface SessionClaims {
  readonly sub: string;
  readonly sid: string;
}

interface Row {
  readonly user_id: UserId;
  readonly auth_strategy: AuthStrategy;
  readonly live_until: Date;
  readonly ended_at: Date | null;
  readonly status: UserStatus;
  readonly version: string;
}

/**
 * Whether a session is live. Guards and introspection ask this on every request. The cache answers, or Postgres where a
 * cache entry is missing or not trusted; never the process's memory.
 */
@Injectable()
export class LiveSessions {
  /** By claims, which live as long as their token is remembered. */
  private readonly keys = new WeakMap<SessionClaims, readonly [string, string]>();

  constructor(
    private readonly cache: VersionedCache,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** The session of genuine claims; null when the session has ended or its user may not act. */
  async find(claims: SessionClaims): Promise<LiveSession | null> {
    const [session, user] = (await this.cache.read(this.cacheKeys(claims))) ?? [];
    const judged = this.judge(claims, session, user);
    return judged === undefined ? this.findInPostgres(claims) : judged;
  }

  /** The keys of the cache entries that `judge` needs, in its order. */
  cacheKeys(claims: SessionClaims): readonly [string, string] {
    let keys = this.keys.get(claims);
    if (!keys) this.keys.set(claims, (keys = [sessionCacheKey(claims.sid), userCacheKey(claims.sub)]));
    return keys;
  }

  /** The session as the cache shows it; undefined when only Postgres can tell. */
  judge(claims: SessionClaims, session: CachedValue | null | undefined, user: CachedValue | null | undefined): LiveSession | null | undefined {
    if (!session || !user) return undefined;
    const facts = readSessionEntry(session);
    if (facts === 'ended') return null;
    // Each refresh moves a session's end, but not the end in its cache entry.
    if (facts.liveUntilMs <= this.clock.nowMs()) return undefined;
    const userVersion = activeVersion(user);
    if (userVersion === null || facts.userId !== claims.sub) return null;
    return { userId: facts.userId, sessionId: claims.sid as SessionId, authStrategy: facts.authStrategy, userVersion };
  }

  private async findInPostgres(claims: SessionClaims): Promise<LiveSession | null> {
    const rows = await this.transactions.manager.query<Row[]>(
      `SELECT s.user_id, s.auth_strategy, least(s.expires_at, s.idle_expires_at) AS live_until, s.ended_at, u.status, u.version
         FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = $1`,
      [claims.sid],
    );
    const row = rows[0];
    if (!row) return null;
    const sessionId = claims.sid as SessionId;
    const user = userEntry({ id: row.user_id, version: row.version, status: row.status });
    const live = row.ended_at === null && row.live_until > this.clock.now();
    const facts = { userId: row.user_id, authStrategy: row.auth_strategy, liveUntilMs: row.live_until.getTime() };
    if (row.ended_at !== null) this.cache.offer([sessionTombstone(sessionId, row.user_id), user]);
    else if (live) this.cache.offer([liveSessionEntry(sessionId, facts), user]);
    if (!live || row.status !== 'ACTIVE' || row.user_id !== claims.sub) return null;
    return { userId: row.user_id, sessionId, authStrategy: row.auth_strategy, userVersion: Number(row.version) };
  }
}

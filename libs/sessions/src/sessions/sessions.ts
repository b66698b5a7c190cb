import { Settings } from '@authengine/config';
import { currentRequest, type AuthStrategy } from '@authengine/contracts';
import { User } from '@authengine/directory';
import { Clock, newId, type SessionId, type TenantId, type UserId } from '@authengine/kernel';
import { PlainColumns, VersionedCache, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { RefreshCookie } from '../refresh-cookie/refresh-cookie.js';
import type { RefreshTransport } from '../refresh-cookie/refresh-transport.js';
import { SessionEndings } from './session-endings.js';
import { sessionCacheKey, sessionTombstone } from './session-entry.js';
import { Session, type SessionEndReason } from './session.entity.js';

const DAY_MS = 86_400_000;
/** Longer than the clocks of two nodes differ. */
const CLOCKS_DIFFER_MS = 600_000;

/** The sessions in Postgres: they begin, end and are listed here. */
@Injectable()
export class Sessions {
  private readonly idleMs: number;
  private readonly absoluteMs: number;
  private readonly maxConcurrent: number;
  /** Known once the entities are. */
  private columns: { readonly ofSession: PlainColumns<Session>; readonly ofUser: PlainColumns<User> } | undefined;

  constructor(
    settings: Settings,
    private readonly transactions: Transactions,
    private readonly cache: VersionedCache,
    private readonly clock: Clock,
    private readonly cookie: RefreshCookie,
    private readonly endings: SessionEndings,
  ) {
    this.idleMs = settings.values.REFRESH_TOKEN_EXPIRE_DAYS * DAY_MS;
    this.absoluteMs = settings.values.SESSION_ABSOLUTE_DAYS * DAY_MS;
    this.maxConcurrent = settings.values.MAX_CONCURRENT_SESSIONS;
  }

  /** The end of a session that is not refreshed after `now`. */
  idleEnd(now: Date): Date {
    return new Date(now.getTime() + this.idleMs);
  }

  /**
   * What checks a password or a code asks this first: a refusal that came after it would say whether it was right.
   * @throws AuthenticationErrors.origin_not_allowed where the page may not have the cookie that it wants
   */
  demandPage(refreshTransport: RefreshTransport | null | undefined): void {
    if (refreshTransport === 'cookie') this.cookie.demandPage();
  }

  /**
   * Call this in a transaction that holds the user's row: begins a session with a new id, and ends the oldest ones
   * above the limit.
   * @throws AuthenticationErrors.origin_not_allowed where the page may not have a cookie
   */
  async begin(userId: UserId, authStrategy: AuthStrategy, refreshTransport: RefreshTransport = 'body'): Promise<Session> {
    this.demandPage(refreshTransport);
    const now = this.clock.now();
    await this.endBeyondLimit(userId, now);
    const request = currentRequest();
    const session = this.transactions.manager.create(Session, {
      id: newId<SessionId>(),
      userId,
      tenantId: null,
      authStrategy,
      refreshCounter: '0',
      refreshTransport,
      rotatedAt: now,
      authenticatedAt: now,
      createdAt: now,
      lastSeenAt: now,
      idleExpiresAt: this.idleEnd(now),
      expiresAt: new Date(now.getTime() + this.absoluteMs),
      endedAt: null,
      endReason: null,
      ipAddress: request?.ip ?? null,
      userAgent: request?.userAgent ?? null,
    });
    await this.transactions.manager.insert(Session, session);
    return session;
  }

  /**
   * Ends sessions of one user everywhere before the caller is answered, and confirms the end of sessions that ended
   * before. A session that makes room for a new one ends too, but a cache that cannot be written does not refuse the
   * new one.
   */
  async end(userId: UserId, ids: readonly SessionId[], reason: SessionEndReason): Promise<void> {
    await this.transactions.run(async () => {
      const [rows] = await this.transactions.manager.query<[{ id: SessionId }[], number]>(
        'UPDATE sessions SET ended_at = $2, end_reason = $3 WHERE id = ANY($1) AND user_id = $4 AND ended_at IS NULL RETURNING id',
        [ids, this.clock.now(), reason, userId],
      );
      await this.endings.ended(rows.map(({ id }) => id));
      await this.cache.change(rows.map(({ id }) => sessionTombstone(id, userId)), reason === 'too_many_sessions' ? 'evicts' : 'revokes');
      if (reason !== 'too_many_sessions') await this.cache.confirm([userId]);
    });
  }

  /**
   * Ends all sessions of a user except the given one; resolves with the ended ones. One that has just expired here ends too, since
   * on a node whose clock is late it lives.
   */
  async endAll(userId: UserId, reason: SessionEndReason, except?: SessionId): Promise<SessionId[]> {
    return this.transactions.run(async () => {
      const ids = (await this.liveOf(userId, new Date(this.clock.now().getTime() - CLOCKS_DIFFER_MS))).map((session) => session.id).filter((id) => id !== except);
      await this.end(userId, ids, reason);
      return ids;
    });
  }

  /** In the transaction of a call that found no row of the session: its user may just have been deleted, which must count everywhere before the call is answered. */
  async confirmGone(id: SessionId): Promise<void> {
    await this.cache.confirm([], [sessionCacheKey(id)]);
  }

  /** Ends the sessions with this active tenant, of everyone or of one user. Resolves with their number. */
  async endIn(tenantId: TenantId, userId?: UserId): Promise<number> {
    return this.transactions.run(async () => {
      const [rows] = await this.transactions.manager.query<[{ id: SessionId; user_id: UserId }[], number]>(
        `UPDATE sessions SET ended_at = $3, end_reason = 'tenant_ended' WHERE tenant_id = $1 AND ended_at IS NULL AND ($2::uuid IS NULL OR user_id = $2) RETURNING id, user_id`,
        [tenantId, userId ?? null, this.clock.now()],
      );
      await this.endings.ended(rows.map(({ id }) => id));
      // Filed under the user and under the tenant, so that a repeated call finds them by either.
      await this.cache.change(rows.flatMap(({ id, user_id }) => [sessionTombstone(id, user_id), sessionTombstone(id, tenantId)]), 'revokes');
      return rows.length;
    });
  }

  /**
   * Call this in a transaction that holds the session: moves on to the next refresh token, and the idle time starts
   * again.
   */
  async rotate(session: Session): Promise<void> {
    const now = this.clock.now();
    session.refreshCounter = String(Number(session.refreshCounter) + 1);
    session.rotatedAt = now;
    session.lastSeenAt = now;
    session.idleExpiresAt = this.idleEnd(now);
    await this.transactions.manager.query('UPDATE sessions SET refresh_counter = $2, rotated_at = $3, last_seen_at = $3, idle_expires_at = $4 WHERE id = $1', [session.id, session.refreshCounter, now, session.idleExpiresAt]);
  }

  /** An application that was signed in to in this session has asked for new tokens: the idle time starts again. */
  async seen(id: SessionId): Promise<void> {
    const now = this.clock.now();
    await this.transactions.manager.query('UPDATE sessions SET last_seen_at = $2, idle_expires_at = $3 WHERE id = $1 AND ended_at IS NULL', [id, now, this.idleEnd(now)]);
  }

  /** Call this in a transaction that holds the session, after its user has proven again who they are. */
  async authenticated(id: SessionId, authenticatedAt: Date): Promise<void> {
    await this.transactions.manager.update(Session, { id }, { authenticatedAt });
  }

  /** Call this in a transaction that holds the session: from now on its tokens name this tenant as the active one. */
  async enter(session: Session, tenantId: TenantId): Promise<void> {
    session.tenantId = tenantId;
    await this.transactions.manager.update(Session, { id: session.id }, { tenantId });
  }

  /** The user's live sessions, the newest first. */
  liveOf(userId: UserId, now = this.clock.now()): Promise<Session[]> {
    return this.transactions.manager
      .createQueryBuilder(Session, 'session')
      .where('session.user_id = :userId AND session.ended_at IS NULL AND session.expires_at > :now AND session.idle_expires_at > :now', { userId, now })
      .orderBy('session.created_at', 'DESC')
      .addOrderBy('session.id', 'DESC')
      .getMany();
  }

  /** The live sessions of several users, by user and id, in one query. */
  async liveOfMany(userIds: readonly UserId[]): Promise<{ readonly id: SessionId; readonly userId: UserId }[]> {
    const rows = await this.transactions.manager.query<{ id: SessionId; user_id: UserId }[]>(
      `SELECT id, user_id FROM sessions WHERE user_id = ANY($1::uuid[]) AND ended_at IS NULL AND expires_at > $2 AND idle_expires_at > $2 ORDER BY user_id, id`,
      [userIds, this.clock.now()],
    );
    return rows.map((row) => ({ id: row.id, userId: row.user_id }));
  }

  /** Locks the session's row until the end of the transaction. */
  lock(id: SessionId): Promise<Session | null> {
    return this.transactions.manager.findOne(Session, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** Locks the session's row until the end of the transaction, and reads its user in the same statement. */
  async lockWithUser(id: SessionId): Promise<{ readonly session: Session; readonly user: User } | null> {
    const { manager } = this.transactions;
    const { ofSession, ofUser } = (this.columns ??= { ofSession: new PlainColumns(manager, Session, 's'), ofUser: new PlainColumns(manager, User, 'u') });
    const [row] = await manager.query<Record<string, unknown>[]>(`SELECT ${ofSession.list}, ${ofUser.list} FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = $1 FOR UPDATE OF s`, [id]);
    return row ? { session: ofSession.read(row), user: ofUser.read(row) } : null;
  }

  private async endBeyondLimit(userId: UserId, now: Date): Promise<void> {
    const rows = await this.transactions.manager.query<{ id: SessionId }[]>(
      `SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2 AND idle_expires_at > $2
        ORDER BY created_at DESC, id DESC OFFSET $3`,
      [userId, now, this.maxConcurrent - 1],
    );
    if (rows.length > 0) await this.end(userId, rows.map((row) => row.id), 'too_many_sessions');
  }
}

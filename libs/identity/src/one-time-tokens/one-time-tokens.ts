import { randomUUID } from 'node:crypto';
import { hashOneTimeSecret, newOneTimeSecret } from '@authengine/crypto';
import { Clock, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { OneTimeToken } from './one-time-token.entity.js';
import { WAYS_BACK } from './ways-back.js';

export interface Issue {
  /** Lower-case words like `verify-email`. */
  readonly purpose: string;
  readonly ttlSeconds: number;
  readonly userId?: UserId;
  /** What rides on it; made from the token where only its bearer is to be able to read or guess it. */
  readonly payload?: Record<string, unknown> | ((token: string) => Record<string, unknown>);
}

export interface Claimed {
  readonly id: string;
  readonly userId: UserId | null;
  readonly payload: Record<string, unknown>;
  readonly createdAt: Date;
}

interface ClaimedRow {
  readonly id: string;
  readonly user_id: UserId | null;
  readonly payload: Record<string, unknown>;
  readonly created_at: Date;
}

/** Text that no issued token has is not looked up. */
const FORM = /^[A-Za-z0-9_-]{43}$/;

/**
 * Everything that may be used once: links in mails, states, challenges, codes. Stored hashed and
 * namespaced by purpose; taken by one atomic statement, so of any number of parallel claims one wins.
 */
@Injectable()
export class OneTimeTokens {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** The token to hand out; it is kept nowhere. */
  async issue({ purpose, ttlSeconds, userId, payload }: Issue): Promise<string> {
    const token = newOneTimeSecret();
    const now = this.clock.now();
    await this.transactions.manager.insert(OneTimeToken, {
      id: randomUUID(),
      purpose,
      tokenHash: hashOneTimeSecret(purpose, token),
      userId: userId ?? null,
      payload: (typeof payload === 'function' ? payload(token) : (payload ?? {})) as never,
      createdAt: now,
      expiresAt: new Date(now.getTime() + ttlSeconds * 1000),
      consumedAt: null,
    });
    return token;
  }

  /**
   * Takes the token: what was issued with it, once; null for one that is unknown, of another purpose, used or expired.
   * In a transaction the row of the token's user is held first: whoever changes a user and their tokens goes in that order.
   */
  async claim(purpose: string, token: string): Promise<Claimed | null> {
    if (!FORM.test(token)) return null;
    const hash = hashOneTimeSecret(purpose, token);
    if (this.transactions.active) {
      await this.transactions.manager.query('SELECT 1 FROM users WHERE id = (SELECT user_id FROM one_time_tokens WHERE token_hash = $1) FOR NO KEY UPDATE', [hash]);
    }
    const [rows] = await this.transactions.manager.query<[ClaimedRow[], number]>(
      `UPDATE one_time_tokens SET consumed_at = $3
        WHERE token_hash = $1 AND purpose = $2 AND consumed_at IS NULL AND expires_at > $3
        RETURNING id, user_id, payload, created_at`,
      [hash, purpose, this.clock.now()],
    );
    return rows[0] ? toClaimed(rows[0]) : null;
  }

  /** What `claim` would answer now, without taking it: to look at what belongs to it before it is used up. */
  async peek(purpose: string, token: string): Promise<Claimed | null> {
    if (!FORM.test(token)) return null;
    const rows = await this.transactions.manager.query<ClaimedRow[]>(
      `SELECT id, user_id, payload, created_at FROM one_time_tokens
        WHERE token_hash = $1 AND purpose = $2 AND consumed_at IS NULL AND expires_at > $3`,
      [hashOneTimeSecret(purpose, token), purpose, this.clock.now()],
    );
    return rows[0] ? toClaimed(rows[0]) : null;
  }

  /**
   * Counts a try at a token that several may be made at, and leaves it: what was issued with it, or
   * null for one that `claim` would refuse or that has had its tries. Parallel tries never exceed them.
   */
  async attempt(purpose: string, token: string, tries: number): Promise<Claimed | null> {
    if (!FORM.test(token)) return null;
    const [rows] = await this.transactions.manager.query<[ClaimedRow[], number]>(
      `UPDATE one_time_tokens SET payload = payload || jsonb_build_object('tries', coalesce((payload->>'tries')::int, 0) + 1)
        WHERE token_hash = $1 AND purpose = $2 AND consumed_at IS NULL AND expires_at > $3 AND coalesce((payload->>'tries')::int, 0) < $4
        RETURNING id, user_id, payload, created_at`,
      [hashOneTimeSecret(purpose, token), purpose, this.clock.now(), tries],
    );
    return rows[0] ? toClaimed(rows[0]) : null;
  }

  /** Those issued to the user for the purpose that were never used, expired or not; the newest first. */
  unused(purpose: string, userId: UserId): Promise<OneTimeToken[]> {
    return this.transactions.manager
      .createQueryBuilder(OneTimeToken, 'token')
      .where('token.user_id = :userId AND token.purpose = :purpose AND token.consumed_at IS NULL', { userId, purpose })
      .orderBy('token.created_at', 'DESC')
      .getMany();
  }

  /**
   * Whatever was under way for the user is over: links, challenges, changes, codes. Left are the links
   * by which an owner takes the account back, so that nobody inside it can void those.
   */
  async voidPending(userId: UserId): Promise<void> {
    await this.transactions.manager.query('DELETE FROM one_time_tokens WHERE user_id = $1 AND NOT purpose = ANY($2)', [userId, WAYS_BACK]);
  }

  /** None of the user's tokens for these purposes can be used any more. */
  async void(userId: UserId, purposes: readonly string[]): Promise<void> {
    await this.transactions.manager.query('DELETE FROM one_time_tokens WHERE user_id = $1 AND purpose = ANY($2)', [userId, purposes]);
  }

  /** None of the user's tokens for this purpose that were issued after that moment can be used any more. */
  async voidIssuedAfter(userId: UserId, purpose: string, moment: Date): Promise<void> {
    await this.transactions.manager.query('DELETE FROM one_time_tokens WHERE user_id = $1 AND purpose = $2 AND created_at > $3', [userId, purpose, moment]);
  }
}

function toClaimed(row: ClaimedRow): Claimed {
  return { id: row.id, userId: row.user_id, payload: row.payload, createdAt: row.created_at };
}

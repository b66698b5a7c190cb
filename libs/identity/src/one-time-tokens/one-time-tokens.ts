import { randomUUID } from 'node:crypto';
import { hashOneTimeSecret, newOneTimeSecret } from '@authengine/crypto';
import { Clock, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { OneTimeToken } from './one-time-token.entity.js';
import { WAYS_BACK } from './ways-back.js';

export interface Issue {
  /** Given by a caller whose own row names the token. */
  readonly id?: string;
  /** Lower-case words like `verify-email`. */
  readonly purpose: string;
  readonly ttlSeconds: number;
  readonly userId?: UserId;
  /** Data stored with the token. It is derived from the token when only its holder may read or guess it. */
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

/** Text that cannot be an issued token is not looked up. */
const FORM = /^[A-Za-z0-9_-]{43}$/;

/**
 * Everything that may be used once: links in mails, states, challenges, codes. Stored as hashes, separate for each
 * purpose. One atomic statement uses a token up, so of any number of parallel claims one wins.
 */
@Injectable()
export class OneTimeTokens {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** The token to hand out; the store keeps only its hash. */
  async issue({ id = randomUUID(), purpose, ttlSeconds, userId, payload }: Issue): Promise<string> {
    const token = newOneTimeSecret();
    const now = this.clock.now();
    await this.transactions.manager.insert(OneTimeToken, {
      id,
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
   * Uses the token up and returns what was issued with it; null for a token that is unknown, used, expired or of
   * another purpose. In a transaction it first locks the row of the token's user: every change of a user and their
   * tokens locks in that order.
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

  /** The result that `claim` would give now, without using the token up. */
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
   * Counts one try of a token that allows several, and keeps the token. Returns what was issued with it; null when
   * `claim` would refuse it or no try is left. Parallel tries never exceed the limit.
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

  /** The user's unused tokens for the purpose, expired ones included; the newest first. */
  unused(purpose: string, userId: UserId): Promise<OneTimeToken[]> {
    return this.transactions.manager
      .createQueryBuilder(OneTimeToken, 'token')
      .where('token.user_id = :userId AND token.purpose = :purpose AND token.consumed_at IS NULL', { userId, purpose })
      .orderBy('token.created_at', 'DESC')
      .getMany();
  }

  /**
   * Makes all the user's open links, challenges, changes and codes useless. The links by which an owner takes the
   * account back stay, so that nobody inside it can void them.
   */
  async voidPending(userId: UserId): Promise<void> {
    await this.transactions.manager.query('DELETE FROM one_time_tokens WHERE user_id = $1 AND NOT purpose = ANY($2)', [userId, WAYS_BACK]);
  }

  /** The user's tokens for these purposes cannot be used any more. */
  async void(userId: UserId, purposes: readonly string[]): Promise<void> {
    await this.transactions.manager.query('DELETE FROM one_time_tokens WHERE user_id = $1 AND purpose = ANY($2)', [userId, purposes]);
  }

  /** The user's tokens for this purpose that were issued after that moment cannot be used any more. */
  async voidIssuedAfter(userId: UserId, purpose: string, moment: Date): Promise<void> {
    await this.transactions.manager.query('DELETE FROM one_time_tokens WHERE user_id = $1 AND purpose = $2 AND created_at > $3', [userId, purpose, moment]);
  }
}

function toClaimed(row: ClaimedRow): Claimed {
  return { id: row.id, userId: row.user_id, payload: row.payload, createdAt: row.created_at };
}

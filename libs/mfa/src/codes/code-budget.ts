import { currentRequest, sourceKey } from '@authengine/contracts';
import { Clock, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { CodeBudgetRow } from './code-budget.entity.js';

/** Guesses of both kinds. */
const PER_WINDOW = 10;
const WINDOW_MS = 10 * 60_000;
/** Guesses at six-digit codes: three of a million codes are valid at a time, so this limits even a patient guesser. */
const PER_DAY = 50;
const DAY_MS = 86_400_000;
/** After a right second factor, the source counts as the user's own for this long. */
const KNOWN_MS = 30 * DAY_MS;
const ELSEWHERE = 'elsewhere';

const SPEND = `
  INSERT INTO second_factor_budgets AS budget (user_id, source, spent, window_ends_at, day_spent, day_ends_at)
  VALUES ($1, $2, 1, $4, $8, $5)
  ON CONFLICT (user_id, source) DO UPDATE SET
    spent = CASE WHEN budget.window_ends_at <= $3 THEN 1 ELSE budget.spent + 1 END,
    window_ends_at = CASE WHEN budget.window_ends_at <= $3 THEN $4 ELSE budget.window_ends_at END,
    day_spent = CASE WHEN budget.day_ends_at <= $3 THEN $8 ELSE budget.day_spent + $8 END,
    day_ends_at = CASE WHEN budget.day_ends_at <= $3 THEN $5 ELSE budget.day_ends_at END
  WHERE (budget.window_ends_at <= $3 OR budget.spent < $6)
    AND (budget.day_ends_at <= $3 OR budget.day_spent + $8 <= $7)
  RETURNING spent, day_spent`;

const KNOW = `
  INSERT INTO second_factor_budgets (user_id, source, spent, window_ends_at, day_spent, day_ends_at, known_until)
  VALUES ($1, $2, 0, $3, 0, $3, $4)
  ON CONFLICT (user_id, source) DO UPDATE SET known_until = excluded.known_until`;

export type GuessKind = 'totp' | 'recovery_code';

export type GuessSpent =
  /**
   * `telling`: if this guess is wrong too, it was one too many to be a typing error, so the owner is told; at most
   * twice a day and source.
   */
  | { readonly allowed: true; readonly telling: boolean }
  | { readonly allowed: false; readonly retryAfterSeconds: number };

/**
 * The budget of guesses at one account's second factor. It is in Postgres, so it outlives challenges, processes and
 * Redis. Each source from which the user passed before has its own budget, and all others share one. A thief of the
 * password can use up the shared one, and the owner still gets in.
 */
@Injectable()
export class CodeBudget {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes one guess from the budget, before anybody knows whether it is right. It counts when the transaction commits.
   */
  async spend(userId: UserId, kind: GuessKind): Promise<GuessSpent> {
    const now = this.clock.now();
    const source = await this.chargedSource(userId, now);
    const daily = dailyShare(kind);
    const rows = await this.transactions.manager.query<{ spent: number; day_spent: number }[]>(SPEND, [
      userId, source, now, after(now, WINDOW_MS), after(now, DAY_MS), PER_WINDOW, PER_DAY, daily,
    ]);
    const row = rows[0];
    if (!row) return { allowed: false, retryAfterSeconds: await this.secondsToWait(userId, source, now, daily) };
    return { allowed: true, telling: daily > 0 && (row.day_spent === PER_WINDOW || row.day_spent === PER_DAY) };
  }

  /**
   * The guess was right: it is given back, the window starts again, and the source counts as the user's own for a
   * while.
   */
  async forget(userId: UserId, kind: GuessKind): Promise<void> {
    const now = this.clock.now();
    const charged = await this.chargedSource(userId, now);
    await this.transactions.manager.query(
      'UPDATE second_factor_budgets SET spent = 0, day_spent = greatest(day_spent - $3, 0) WHERE user_id = $1 AND source = $2',
      [userId, charged, dailyShare(kind)],
    );
    await this.transactions.manager.query('DELETE FROM second_factor_budgets WHERE user_id = $1 AND known_until <= $2', [userId, now]);
    const source = ownSource();
    if (source !== null) await this.transactions.manager.query(KNOW, [userId, source, now, after(now, KNOWN_MS)]);
  }

  /** Sources of a right second factor since then no longer count as the user's own. */
  async disown(userId: UserId, since: Date): Promise<void> {
    await this.transactions.manager.query('UPDATE second_factor_budgets SET known_until = NULL WHERE user_id = $1 AND known_until >= $2', [userId, after(since, KNOWN_MS)]);
  }

  private async chargedSource(userId: UserId, now: Date): Promise<string> {
    const source = ownSource();
    if (source === null) return ELSEWHERE;
    const known = await this.transactions.manager.existsBy(CodeBudgetRow, { userId, source, knownUntil: MoreThan(now) });
    return known ? source : ELSEWHERE;
  }

  private async secondsToWait(userId: UserId, source: string, now: Date, daily: number): Promise<number> {
    const row = await this.transactions.manager.findOneByOrFail(CodeBudgetRow, { userId, source });
    const ends = [now];
    if (row.spent >= PER_WINDOW) ends.push(row.windowEndsAt);
    if (daily > 0 && row.daySpent >= PER_DAY) ends.push(row.dayEndsAt);
    return Math.max(1, ...ends.map((end) => Math.ceil((end.getTime() - now.getTime()) / 1000)));
  }
}

function dailyShare(kind: GuessKind): number {
  return kind === 'totp' ? 1 : 0;
}

/** The caller's source; null when it has no address, because such a source cannot be anybody's own. */
function ownSource(): string | null {
  const ip = currentRequest()?.ip ?? null;
  return ip === null ? null : sourceKey(ip);
}

function after(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}

import { currentRequest, sourceKey } from '@authengine/contracts';
import type { User } from '@authengine/directory';
import { Counters, type Counter } from '@authengine/persistence';
import { AuthenticationErrors } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { KnownSources } from './known-sources.js';

/** Guesses at one account from one source. The next one is refused, even with the right password. */
const FROM_ONE_SOURCE = { name: 'password', points: 10, windowSeconds: 60 };
/**
 * Guesses at one account: one budget for all unknown places together, and one for each place where the owner is known.
 * NIST SP 800-63B-4 section 3.2.2 allows at most 100 failures.
 */
const OF_A_QUARTER_HOUR = { name: 'password-quarter-hour', points: 30, windowSeconds: 900 };
const OF_A_DAY = { name: 'password-day', points: 100, windowSeconds: 86_400 };

/** The key that counts all guesses at one account, by whichever name they reach it. */
export function accountKey(user: Pick<User, 'id' | 'email'>): string {
  return user.email ?? user.id;
}

/**
 * The budgets of password guesses at one account. Strangers who use up theirs do not touch the budgets at the owner's
 * known places. Anywhere else a reset by mail lets the owner in and restores the budgets, so nobody can lock anybody
 * out. Accounts that do not exist have the same budgets.
 */
@Injectable()
export class AccountThrottle {
  private readonly perSource: Counter;
  private readonly longer: readonly Counter[];

  constructor(
    counters: Counters,
    private readonly knownSources: KnownSources,
  ) {
    this.perSource = counters.counter(FROM_ONE_SOURCE);
    this.longer = [OF_A_QUARTER_HOUR, OF_A_DAY].map((budget) => counters.counter(budget));
  }

  /**
   * @param account canonical address, or the id of a user without one (`accountKey`)
   * @throws AuthenticationErrors.too_many_attempts, before the password is checked
   */
  async spend(account: string): Promise<void> {
    await take(this.perSource, sourceOf(account));
    const place = await this.placeOf(account);
    // One after the other: when a budget refuses, it was no guess, and the next budget loses nothing.
    for (const counter of this.longer) await take(counter, place);
  }

  /** Call this after every factor was right: the budgets that the caller used are full again. */
  async forget(account: string, place?: string): Promise<void> {
    const used = place ?? (await this.placeOf(account));
    await Promise.all([this.perSource.reset(sourceOf(account)), ...this.longer.map((counter) => counter.reset(used))]);
  }

  /**
   * Call this after the owner proved the account by mail: earlier failures of strangers and from this place no longer
   * count.
   */
  async reopen(account: string): Promise<void> {
    await Promise.all([this.forget(account, sourceOf(account)), this.forget(account, strangersOf(account))]);
  }

  /** The key of the caller's longer budget. A source is known once a session has begun there. */
  async placeOf(account: string): Promise<string> {
    return (await this.knownSources.include(account)) ? sourceOf(account) : strangersOf(account);
  }
}

async function take(counter: Counter, key: string): Promise<void> {
  const spent = await counter.spend(key);
  if (!spent.allowed) throw AuthenticationErrors.too_many_attempts({ retryAfterSeconds: spent.retryAfterSeconds });
}

function strangersOf(account: string): string {
  return `${account}|*`;
}

function sourceOf(account: string): string {
  return `${account}|${sourceKey(currentRequest()?.ip ?? null)}`;
}

import { currentRequest, sourceKey } from '@authengine/contracts';
import type { User } from '@authengine/directory';
import { Counters, type Counter } from '@authengine/persistence';
import { AuthenticationErrors } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { KnownSources } from './known-sources.js';

/** Guesses at one account from one source. The next is refused, right or wrong. */
const FROM_ONE_SOURCE = { name: 'password', points: 10, windowSeconds: 60 };
/**
 * Guesses at one account from all the places together that its owner is not known at, and from each
 * known place by itself. NIST SP 800-63B-4 section 3.2.2 ends guessing after 100 failures.
 */
const OF_A_QUARTER_HOUR = { name: 'password-quarter-hour', points: 30, windowSeconds: 900 };
const OF_A_DAY = { name: 'password-day', points: 100, windowSeconds: 86_400 };

/** What all guesses at one account are counted under, whichever way it is named. */
export function accountKey(user: Pick<User, 'id' | 'email'>): string {
  return user.email ?? user.id;
}

/**
 * The budgets of password guesses at one account. Strangers who use theirs up do not touch the
 * owner's at the places the owner is known at; anywhere else a reset by mail lets the owner in and
 * clears them. So nobody can lock anybody out. Accounts that do not exist have the same budgets.
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
   * @throws AuthenticationErrors.too_many_attempts, before the password is looked at
   */
  async spend(account: string): Promise<void> {
    await take(this.perSource, sourceOf(account));
    const place = await this.placeOf(account);
    // One after the other: what one refuses is no guess and costs the next nothing.
    for (const counter of this.longer) await take(counter, place);
  }

  /** After every factor was right: the budgets that the caller used are whole again. */
  async forget(account: string, place?: string): Promise<void> {
    const used = place ?? (await this.placeOf(account));
    await Promise.all([this.perSource.reset(sourceOf(account)), ...this.longer.map((counter) => counter.reset(used))]);
  }

  /** After the owner proved the account by mail: neither strangers' failures nor theirs from here count any more. */
  async reopen(account: string): Promise<void> {
    await Promise.all([this.forget(account, sourceOf(account)), this.forget(account, strangersOf(account))]);
  }

  /** Which of the account's longer budgets the caller uses. Once a session has begun, its source is a known one. */
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

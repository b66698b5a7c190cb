import { currentRequest, sourceKey } from '@authengine/contracts';
import { Counters, type Counter } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { AuthenticationErrors } from '../authentication/authentication.errors.js';

/** Guesses at one account from one source, per minute. The next is refused, right or wrong. */
const PER_ACCOUNT_AND_SOURCE = { name: 'password', points: 10, windowSeconds: 60 };

/**
 * The budget of password guesses at one account from one source. The owner elsewhere is not touched
 * by it, so nobody can lock anybody out.
 */
@Injectable()
export class AccountThrottle {
  private readonly counter: Counter;

  constructor(counters: Counters) {
    this.counter = counters.counter(PER_ACCOUNT_AND_SOURCE);
  }

  /** @throws AuthenticationErrors.too_many_attempts, before the password is looked at */
  async spend(account: string): Promise<void> {
    const spent = await this.counter.spend(keyOf(account));
    if (!spent.allowed) throw AuthenticationErrors.too_many_attempts({ retryAfterSeconds: spent.retryAfterSeconds });
  }

  /** After every factor was right. */
  async forget(account: string): Promise<void> {
    await this.counter.reset(keyOf(account));
  }
}

function keyOf(account: string): string {
  return `${account}|${sourceKey(currentRequest()?.ip ?? null)}`;
}

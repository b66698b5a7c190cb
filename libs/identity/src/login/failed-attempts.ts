import type { User } from '@authengine/directory';
import { Clock } from '@authengine/kernel';
import { Mailer } from '@authengine/mail';
import { Counters, Transactions, type Counter } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { NotMe } from '../not-me/not-me.js';
import { occasion } from '../not-me/occasion.js';
import { accountKey, AccountThrottle } from './account-throttle.js';
import { failedAttemptsMail } from './login.mails.js';

/** Fewer are a person's own slips. */
const WORTH_A_MAIL = 5;
/** No budget: it only counts. */
const FAILURES = { name: 'password-failures', points: 1_000_000, windowSeconds: 86_400 };

/** How often an account's password was guessed wrong before somebody got in, from anywhere. */
@Injectable()
export class FailedAttempts {
  private readonly counter: Counter;

  constructor(
    counters: Counters,
    private readonly throttle: AccountThrottle,
    private readonly notMe: NotMe,
    private readonly transactions: Transactions,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {
    this.counter = counters.counter(FAILURES);
  }

  /** @param account as `AccountThrottle.spend` takes it; one that does not exist costs the same time */
  async count(account: string): Promise<void> {
    await this.counter.spend(account);
  }

  /**
   * In the transaction in which the user's session begins, before it does: once it has begun, budgets
   * are whole again and the owner is told of many failures.
   */
  async settle(user: User): Promise<void> {
    const account = accountKey(user);
    const place = await this.throttle.placeOf(account);
    await this.transactions.afterCommit(async () => {
      await this.throttle.forget(account, place);
      await this.tell(user, FAILURES.points - (await this.counter.remaining(account)));
    });
  }

  private async tell(user: User, failures: number): Promise<void> {
    if (failures > 0) await this.counter.reset(accountKey(user));
    const { email } = user;
    if (failures < WORTH_A_MAIL || email === null) return;
    await this.transactions.run(async () => {
      await this.mailer.enqueue('failed-attempts', email, failedAttemptsMail(failures, occasion(this.clock.now()), await this.notMe.link(user)));
    });
  }
}

import type { User } from '@authengine/directory';
import { Clock } from '@authengine/kernel';
import { Mailer } from '@authengine/mail';
import { Counters, Transactions, type Counter } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { NotMe } from '../not-me/not-me.js';
import { occasion } from '../not-me/occasion.js';
import { accountKey, AccountThrottle } from './account-throttle.js';
import { failedAttemptsMail } from './failed-attempts.mails.js';

/** Fewer failures are the owner's own typing errors. */
const WORTH_A_MAIL = 5;
/** This is not a limit: it only counts. */
const FAILURES = { name: 'password-failures', points: 1_000_000, windowSeconds: 86_400 };

/** Counts wrong passwords for an account, from anywhere, until somebody signs in. */
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

  /** @param account as in `AccountThrottle.spend`; an account that does not exist takes the same time */
  async count(account: string): Promise<void> {
    await this.counter.spend(account);
  }

  /**
   * Call this in the transaction that begins the user's session, before it begins. After that, the budgets are full
   * again and the owner is told when there were many failures.
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

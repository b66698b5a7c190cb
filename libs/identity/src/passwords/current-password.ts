import { PasswordHasher } from '@authengine/crypto';
import type { User } from '@authengine/directory';
import type { UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { accountKey, AccountThrottle } from '../login/account-throttle.js';
import { FailedAttempts } from '../login/failed-attempts.js';
import { PasswordCredentials } from './password-credentials.js';

export interface Matched {
  readonly userId: UserId;
  readonly password: string;
  /** The stored hash that the password matched. */
  readonly hash: string;
}

/** Whether the person who is signed in knows the account's password; a guess here counts like one at login. */
@Injectable()
export class CurrentPassword {
  constructor(
    private readonly throttle: AccountThrottle,
    private readonly failures: FailedAttempts,
    private readonly credentials: PasswordCredentials,
    private readonly hasher: PasswordHasher,
  ) {}

  /**
   * Outside any transaction. The stored hash that `password` matches, to be compared again once the
   * user's row is held; null when it matches none. After all that was asked for is right, the caller
   * calls `AccountThrottle.forget(accountKey(user))`.
   * @throws AuthenticationErrors.too_many_attempts, right or wrong
   */
  async matching(user: User, password: string): Promise<string | null> {
    await this.throttle.spend(accountKey(user));
    const stored = await this.credentials.hashOf(user.id);
    if (await this.hasher.verify(password, stored)) return stored;
    await this.failures.count(accountKey(user));
    return null;
  }

  /**
   * Does `act` under the hash that the password matched; once more where that says that the hash is another
   * by now and the password matches it too: a login beside this one kept the same password under a newer hash.
   */
  async under<T>({ userId, password, hash }: Matched, act: (hash: string) => Promise<T | 'changed_meanwhile'>): Promise<T | 'changed_meanwhile'> {
    const outcome = await act(hash);
    if (outcome !== 'changed_meanwhile') return outcome;
    const current = await this.credentials.hashOf(userId);
    if (current === null || current === hash || !(await this.hasher.verify(password, current))) return outcome;
    return act(current);
  }
}

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
  /** The stored hash that matched the password. */
  readonly hash: string;
}

/** Whether the signed-in person knows the account's password; a guess here counts like one at login. */
@Injectable()
export class CurrentPassword {
  constructor(
    private readonly throttle: AccountThrottle,
    private readonly failures: FailedAttempts,
    private readonly credentials: PasswordCredentials,
    private readonly hasher: PasswordHasher,
  ) {}

  /**
   * Call this outside any transaction. Returns the stored hash that `password` matches, or null. Compare it again once
   * the user's row is locked. When everything else is right too, call `AccountThrottle.forget(accountKey(user))`.
   * @throws AuthenticationErrors.too_many_attempts, even with the right password
   */
  async matching(user: User, password: string): Promise<string | null> {
    await this.throttle.spend(accountKey(user));
    const stored = await this.credentials.hashOf(user.id);
    if (await this.hasher.verify(password, stored)) return stored;
    await this.failures.count(accountKey(user));
    return null;
  }

  /**
   * Runs `act` with the hash that matched the password. When `act` answers that the hash has changed, and the password
   * matches the new one too, it runs once more: a login at the same time has stored the same password under a newer
   * hash.
   */
  async under<T>({ userId, password, hash }: Matched, act: (hash: string) => Promise<T | 'changed_meanwhile'>): Promise<T | 'changed_meanwhile'> {
    const outcome = await act(hash);
    if (outcome !== 'changed_meanwhile') return outcome;
    const current = await this.credentials.hashOf(userId);
    if (current === null || current === hash || !(await this.hasher.verify(password, current))) return outcome;
    return act(current);
  }
}

import { PasswordHasher } from '@authengine/crypto';
import type { User } from '@authengine/directory';
import type { UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { accountKey, AccountThrottle } from '../guesses/account-throttle.js';
import { FailedAttempts } from '../guesses/failed-attempts.js';
import { PasswordCredentials } from './password-credentials.js';

export interface Matched {
  readonly userId: UserId;
  readonly password: string;
  /** The stored hash that matched the password. */
  readonly hash: string;
}

export interface Comparison {
  /** The stored hash; null when there is no password, or no user. */
  readonly stored: string | null;
  readonly matches: boolean;
}

/** Looked up when there is no user, so that the time is the same. */
const NOBODY = '00000000-0000-0000-0000-000000000000' as UserId;

/** The one place that compares a given password with the account's own. A wrong one is counted. */
@Injectable()
export class CurrentPassword {
  constructor(
    private readonly throttle: AccountThrottle,
    private readonly failures: FailedAttempts,
    private readonly credentials: PasswordCredentials,
    private readonly hasher: PasswordHasher,
  ) {}

  /**
   * For a signed-in person: a guess here counts like one at login. Call this outside any transaction. Returns the stored
   * hash that `password` matches, or null. When everything else is right too, call
   * `AccountThrottle.forget(accountKey(user))`.
   * @throws AuthenticationErrors.too_many_attempts, even with the right password
   */
  async matching(user: User, password: string): Promise<string | null> {
    await this.throttle.spend(accountKey(user));
    const { stored, matches } = await this.compare(accountKey(user), user.id, password);
    return matches ? stored : null;
  }

  /**
   * The same work whether or not there is such a user. Compare the hash again once the user's row is locked. The caller
   * has spent a guess.
   * @param account as in `AccountThrottle.spend`
   */
  async compare(account: string, userId: UserId | null, password: string): Promise<Comparison> {
    const stored = await this.credentials.hashOf(userId ?? NOBODY);
    const matches = await this.hasher.verify(password, stored);
    if (!matches) await this.failures.count(account);
    return { stored, matches };
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

  /** The password under a newer cost or pepper; null when the stored hash has the newest. Call this outside any transaction. */
  async newerHash(password: string, stored: string): Promise<string | null> {
    return this.hasher.needsRehash(stored) ? this.hasher.hash(password) : null;
  }

  /** Call this with the user's row locked: whether the hash is still the stored one. If so, the newer one replaces it. */
  async keep(userId: UserId, stored: string, newer: string | null): Promise<boolean> {
    if ((await this.credentials.hashOf(userId)) !== stored) return false;
    if (newer !== null) await this.credentials.rehash(userId, stored, newer);
    return true;
  }
}

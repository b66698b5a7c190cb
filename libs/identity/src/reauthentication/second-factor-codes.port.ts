import type { User } from '@authengine/directory';

/** The port through which a signed-in user proves a second factor again. mfa provides it. */
export abstract class SecondFactorCodesPort {
  /**
   * Call this in a transaction that holds the row of a user with `mfaEnabled`. Returns whether the code is valid now,
   * and uses a valid one up. For a wrong code it resolves to false, and the attempt stays counted.
   * @throws when the user's budget of codes is used up, before anything is written
   */
  abstract accept(user: User, code: string): Promise<boolean>;
}

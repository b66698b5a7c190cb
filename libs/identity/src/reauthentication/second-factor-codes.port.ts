import type { User } from '@authengine/directory';

/** The port through which a signed-in user proves a second factor again. Provided by mfa. */
export abstract class SecondFactorCodesPort {
  /**
   * In a transaction that holds the user's row, for a user with `mfaEnabled`: whether the code is good
   * now, taking it if so. A wrong one resolves to false, and what counts it is kept.
   * @throws where the user's budget of codes is used up; before anything is written
   */
  abstract accept(user: User, code: string): Promise<boolean>;
}

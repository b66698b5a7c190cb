import { Users } from '@authengine/directory';
import { OneTimeTokens } from '@authengine/identity';
import type { SessionId, UserId } from '@authengine/kernel';
import { Sessions } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { MFA_CHALLENGE } from '../challenge/challenges.js';

/** Turns the demand for a second factor on or off for a user, with everything that follows from it. */
@Injectable()
export class MfaSwitch {
  constructor(
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly tokens: OneTimeTokens,
  ) {}

  /**
   * Call this in a transaction that holds the user's row. Unfinished logins must start again, and sessions under the
   * old rule end, so that none continues without a factor it should have given. Resolves with the number of ended
   * sessions.
   */
  async set(userId: UserId, enabled: boolean, keep?: SessionId): Promise<number> {
    await this.users.update(userId, { mfaEnabled: enabled }, enabled ? 'grants' : 'revokes');
    await this.tokens.void(userId, [MFA_CHALLENGE]);
    return (await this.sessions.endAll(userId, 'second_factor_changed', keep)).length;
  }
}

import { Users } from '@authengine/directory';
import { OneTimeTokens } from '@authengine/identity';
import type { SessionId, UserId } from '@authengine/kernel';
import { Sessions } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { MFA_CHALLENGE } from '../challenge/mfa-challenge.js';

/** Whether a user is asked for a second factor, and what follows from a change of it. */
@Injectable()
export class MfaSwitch {
  constructor(
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly tokens: OneTimeTokens,
  ) {}

  /**
   * In a transaction that holds the user's row. Logins under way begin anew, and sessions that began
   * under the old rule end, so that none goes on past a factor it never gave. Resolves with how many ended.
   */
  async set(userId: UserId, enabled: boolean, keep?: SessionId): Promise<number> {
    await this.users.update(userId, { mfaEnabled: enabled }, enabled ? 'grants' : 'revokes');
    await this.tokens.void(userId, [MFA_CHALLENGE]);
    return (await this.sessions.endAll(userId, 'second_factor_changed', keep)).length;
  }
}

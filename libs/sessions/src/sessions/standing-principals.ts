import { AccessErrors, type UserPrincipal } from '@authengine/contracts';
import { type User, Users } from '@authengine/directory';
import { Injectable } from '@nestjs/common';
import type { Session } from './session.entity.js';
import { Sessions } from './sessions.js';

/** The caller as they are when their change is written, not when the request began. */
@Injectable()
export class StandingPrincipals {
  constructor(
    private readonly users: Users,
    private readonly sessions: Sessions,
  ) {}

  /**
   * Call this in a transaction: locks the user's row, then the session's, until its end. A caller who lost access
   * during the request (while a password was hashed, say) can change nothing any more.
   * @throws AccessErrors.unauthenticated
   */
  async hold({ userId, sessionId }: Pick<UserPrincipal, 'userId' | 'sessionId'>): Promise<{ readonly user: User; readonly session: Session }> {
    const user = await this.users.lock(userId);
    const session = await this.sessions.lock(sessionId);
    if (!user || session?.userId !== userId || session.endedAt !== null) throw AccessErrors.unauthenticated();
    return { user, session };
  }
}

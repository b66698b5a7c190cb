import { AccessErrors, type UserPrincipal } from '@authengine/contracts';
import { type User, Users } from '@authengine/directory';
import { Injectable } from '@nestjs/common';
import type { Session } from './session.entity.js';
import { Sessions } from './sessions.js';

/** Whoever asked, as they stand when what they asked for is written. */
@Injectable()
export class StandingPrincipals {
  constructor(
    private readonly users: Users,
    private readonly sessions: Sessions,
  ) {}

  /**
   * In a transaction: holds the user's row, then the session's, to its end. Whoever was put out while the request
   * was under way (a password was hashed, an authenticator was at work) changes nothing any more.
   * @throws AccessErrors.unauthenticated
   */
  async hold({ userId, sessionId }: Pick<UserPrincipal, 'userId' | 'sessionId'>): Promise<{ readonly user: User; readonly session: Session }> {
    const user = await this.users.lock(userId);
    const session = await this.sessions.lock(sessionId);
    if (!user || session?.userId !== userId || session.endedAt !== null) throw AccessErrors.unauthenticated();
    return { user, session };
  }
}

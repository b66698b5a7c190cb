import type { User } from '@authengine/directory';
import type { Session } from '../sessions/session.entity.js';

/**
 * Tells the owner that a refresh token was used twice. It is a port, because identity writes the mail and its link that
 * secures the account.
 */
export abstract class ReuseNoticePort {
  /** Runs in the transaction that ended the session. */
  abstract tell(user: User, session: Session): Promise<void>;
}

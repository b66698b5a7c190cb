import type { User } from '@authengine/directory';
import type { Session } from '../sessions/session.entity.js';

/** How an owner is told that a refresh token was used twice. A port: identity writes the mail, and its link that secures the account. */
export abstract class ReuseNoticePort {
  /** In the transaction that ended the session. */
  abstract tell(user: User, session: Session): Promise<void>;
}

import type { SessionId, UserId } from '@authengine/kernel';
import type { AuthenticationContext } from './authentication-context.js';

/** Who has just proven who they are, and how. */
export interface SignedIn {
  readonly userId: UserId;
  readonly sessionId: SessionId;
  readonly context: AuthenticationContext;
  readonly at: Date;
}

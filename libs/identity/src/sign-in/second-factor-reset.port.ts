import { defineAuditEvents } from '@authengine/contracts';
import type { UserId } from '@authengine/kernel';

export const SecondFactorResetEvents = defineAuditEvents({
  reset: { name: 'mfa.factors.reset', description: 'Every second factor of a user was taken away by somebody else, and their sessions ended', resource: 'User', metadata: ['sessions_ended'] },
});

/** The port through which administration helps a user who has lost every second factor. Provided by mfa. */
export abstract class SecondFactorResetPort {
  /**
   * Joins the caller's transaction: takes the authenticator app and the recovery codes, ends every
   * session, tells the owner and records it. Passkeys, which are ways in, stay. False, and nothing
   * happens, when multi-factor authentication is not on.
   */
  abstract reset(userId: UserId): Promise<boolean>;
}

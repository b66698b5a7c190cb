import { defineAuditEvents, fact } from '@authengine/contracts';
import type { UserId } from '@authengine/kernel';

export const SecondFactorResetEvents = defineAuditEvents({
  reset: { name: 'mfa.factors.reset', description: 'Every second factor of a user was taken away by somebody else, and their sessions ended', plain: 'An administrator removed the second factors of your account', resource: 'User', metadata: { sessions_ended: fact.count } },
});

/** The port through which administrators help a user who has lost every second factor. mfa provides it. */
export abstract class SecondFactorResetPort {
  /**
   * Joins the caller's transaction: removes the authenticator app and the recovery codes, ends every session, tells the
   * owner and records it. Passkeys stay, because they are ways to sign in. When multi-factor authentication is off, it
   * changes nothing and returns false.
   */
  abstract reset(userId: UserId): Promise<boolean>;
}

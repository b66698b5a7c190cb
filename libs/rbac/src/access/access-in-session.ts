import type { AuthStrategy } from '@authengine/contracts';
import type { AccessSnapshot } from './access-snapshot.js';

/**
 * The part of a user's access that counts in one session. A user with a second factor gave it to begin the session, and
 * a passkey is two factors in one. Other sessions have no access in an organization that demands a second factor. Where
 * none demands it, as in most cases, this is the snapshot itself.
 */
export function accessInSession(access: AccessSnapshot, { authStrategy }: { readonly authStrategy: AuthStrategy }): AccessSnapshot {
  return access.withoutSecondFactor === undefined || authStrategy === 'webauthn' ? access : access.withoutSecondFactor;
}

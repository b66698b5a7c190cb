import type { AuthStrategy } from '@authengine/contracts';
import type { AccessSnapshot } from './access-snapshot.js';

/**
 * What counts of a user's access in one session. A user with a second factor gave it to begin any
 * session, and a passkey is two factors in one; other sessions have nothing in an organization that
 * asks for a second factor. Where none asks, as almost everywhere, this is the snapshot itself.
 */
export function accessInSession(access: AccessSnapshot, { authStrategy }: { readonly authStrategy: AuthStrategy }): AccessSnapshot {
  return access.withoutSecondFactor === undefined || authStrategy === 'webauthn' ? access : access.withoutSecondFactor;
}

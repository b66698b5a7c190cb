import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { Passkey } from '../passkey.entity.js';
import type { Use } from '../passkeys.js';
import type { RelyingParty } from './relying-party.js';
import { userHandle } from './user-handle.js';
import { webauthnServer } from './webauthn-library.js';

/**
 * The content of a signature that passes every check (section 7.2) but one: `Passkeys.use` decides whether the count
 * has risen, because it compares and sets at once.
 * @throws Error of any kind for a refusal; its message says why, for the log
 */
export async function verifyAssertion(response: AuthenticationResponseJSON, challenge: string, passkey: Passkey, party: RelyingParty): Promise<Use> {
  if (response.response.userHandle !== userHandle(passkey.userId).text) throw new Error('the user handle is not that of the passkey');
  const { verifyAuthenticationResponse } = await webauthnServer();
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: party.origins,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: { id: response.id, publicKey: new Uint8Array(passkey.publicKey), counter: 0 },
  });
  if (!verified) throw new Error('the signature is not right');
  if ((authenticationInfo.credentialDeviceType === 'multiDevice') !== passkey.backupEligible) throw new Error('the backup eligibility is not that of the passkey');
  return { signCount: authenticationInfo.newCounter, backedUp: authenticationInfo.credentialBackedUp };
}

import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import type { NewPasskey } from '../passkeys.js';
import { ALGORITHMS, type RelyingParty } from './relying-party.js';
import { webauthnHelpers, webauthnServer } from './webauthn-library.js';

/** Section 7.1 refuses longer identifiers. */
const MAX_CREDENTIAL_ID_BYTES = 1023;

export type Attested = Omit<NewPasskey, 'userId' | 'deviceName'>;

/**
 * The new credential, if every demand is met: the relying party, the algorithms, the verified user, the key stored on
 * the authenticator.
 * @throws Error of any kind for a refusal; its message says why, for the log
 */
export async function verifyAttestation(response: RegistrationResponseJSON, challenge: string, party: RelyingParty): Promise<Attested> {
  await refuseCertificates(response);
  // `credProps` is optional: a browser that does not send it is believed, because a later sign-in shows the truth.
  if (response.clientExtensionResults?.credProps?.rk === false) throw new Error('the credential is not discoverable');
  const { verifyRegistrationResponse } = await webauthnServer();
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: party.origins,
    expectedRPID: party.id,
    requireUserPresence: true,
    requireUserVerification: true,
    supportedAlgorithmIDs: [...ALGORITHMS],
  });
  if (!verified) throw new Error('the attestation is not right');
  const { credential, credentialDeviceType, credentialBackedUp } = registrationInfo;
  const credentialId = Buffer.from(credential.id, 'base64url');
  if (credentialId.length > MAX_CREDENTIAL_ID_BYTES) throw new Error('the credential id is too long');
  return {
    credentialId,
    publicKey: Buffer.from(credential.publicKey),
    signCount: credential.counter,
    transports: [...new Set(response.response.transports ?? [])],
    backupEligible: credentialDeviceType === 'multiDevice',
    backedUp: credentialBackedUp,
  };
}

/** None were requested. Reading a stranger's certificates costs work and calls to addresses in them, for nothing. */
async function refuseCertificates({ response }: RegistrationResponseJSON): Promise<void> {
  const { decodeAttestationObject } = await webauthnHelpers();
  const attestation = decodeAttestationObject(new Uint8Array(Buffer.from(response.attestationObject, 'base64url')));
  const format = attestation.get('fmt');
  if (format === 'none') return;
  if (format !== 'packed' || attestation.get('attStmt').get('x5c') !== undefined) throw new Error('the attestation has a form that was not asked for');
}

/** Purposes in `one_time_tokens`: what one ceremony was given the other cannot redeem. */
export const WEBAUTHN_REGISTRATION = 'webauthn-registration';
export const WEBAUTHN_AUTHENTICATION = 'webauthn-authentication';

export const CHALLENGE_SECONDS = 300;

/** A token is 32 random bytes as base64url, and its bytes are the challenge: so the challenge comes back as the token. */
export function challengeBytes(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(token, 'base64url'));
}

/** Purposes in `one_time_tokens`: neither ceremony can redeem the other's challenge. */
export const WEBAUTHN_REGISTRATION = 'webauthn-registration';
export const WEBAUTHN_AUTHENTICATION = 'webauthn-authentication';

export const CHALLENGE_SECONDS = 300;

/**
 * A token is 32 random bytes in base64url. These bytes are the challenge, so the browser's challenge is the token
 * again.
 */
export function challengeBytes(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(token, 'base64url'));
}

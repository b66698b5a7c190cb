import type { CredentialScheme } from './presented-credential.js';

/** Our own name for the scheme of `X-API-Key`, because RFC 9110 section 11.1 has none for API keys. */
const API_KEY = 'ApiKey realm="authengine", header="X-API-Key"';
export const BASIC_CHALLENGE = 'Basic realm="authengine", charset="UTF-8"';

/** The challenge of a 401 names the scheme that was tried (RFC 6749 section 5.2), or else all schemes. */
export function challengeOf(scheme: CredentialScheme): string {
  switch (scheme) {
    case 'basic':
      return BASIC_CHALLENGE;
    case 'bearer':
      return 'Bearer realm="authengine", error="invalid_token"';
    default:
      return `${API_KEY}, ${BASIC_CHALLENGE}`;
  }
}

/** Examples of WebAuthn's own dictionaries, for OpenAPI (sections 5.4 and 5.5, in their JSON form). */
const CHALLENGE = 'Jx0c9d6mUq3h8yQm4c1oZb7kVtW2rXn5sLpEaGfHiTg';

export const CREATION_OPTIONS_EXAMPLE = {
  challenge: CHALLENGE,
  rp: { name: 'AuthEngine', id: 'auth.example.com' },
  user: { id: 'Lxuac1oPTFefDn0aO1yeIQ', name: 'ada@example.com', displayName: 'Ada Lovelace' },
  pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
  timeout: 300_000,
  attestation: 'none',
  excludeCredentials: [],
  authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
  extensions: { credProps: true },
  hints: [],
};

export const REQUEST_OPTIONS_EXAMPLE = { challenge: CHALLENGE, rpId: 'auth.example.com', allowCredentials: [], timeout: 300_000, userVerification: 'required' };

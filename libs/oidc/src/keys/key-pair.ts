import { createHash, generateKeyPair, type JsonWebKey, type KeyPairKeyObjectResult } from 'node:crypto';
import { promisify } from 'node:util';

export type SigningAlg = 'ES256' | 'RS256' | 'EdDSA';

export type PublicJwk = Readonly<JsonWebKey> & { readonly kid: string; readonly alg: SigningAlg; readonly use: 'sig' };

export interface KeyPair {
  readonly kid: string;
  readonly alg: SigningAlg;
  readonly publicJwk: PublicJwk;
  readonly privateJwk: Readonly<JsonWebKey>;
}

const RSA_BITS = 2048;
const generate = promisify(generateKeyPair) as (type: string, options: object) => Promise<KeyPairKeyObjectResult>;
/** The members of a thumbprint, in the order of RFC 7638 section 3.2 and RFC 8037 section 2. */
const THUMBPRINT = { EC: ['crv', 'kty', 'x', 'y'], RSA: ['e', 'kty', 'n'], OKP: ['crv', 'kty', 'x'] } as const;

export async function newKeyPair(alg: SigningAlg): Promise<KeyPair> {
  const { publicKey, privateKey } = await pair(alg);
  const jwk = publicKey.export({ format: 'jwk' });
  const kid = thumbprint(jwk);
  return { kid, alg, publicJwk: { ...jwk, kid, alg, use: 'sig' }, privateJwk: privateKey.export({ format: 'jwk' }) };
}

function pair(alg: SigningAlg): Promise<KeyPairKeyObjectResult> {
  switch (alg) {
    case 'ES256':
      return generate('ec', { namedCurve: 'P-256' });
    case 'RS256':
      return generate('rsa', { modulusLength: RSA_BITS });
    case 'EdDSA':
      return generate('ed25519', {});
  }
}

function thumbprint(jwk: JsonWebKey): string {
  const members = THUMBPRINT[jwk.kty as keyof typeof THUMBPRINT];
  return createHash('sha256').update(JSON.stringify(Object.fromEntries(members.map((name) => [name, jwk[name]])))).digest('base64url');
}

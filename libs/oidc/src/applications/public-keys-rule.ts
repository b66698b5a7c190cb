import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

const MAX_KEYS = 10;
const TEXT_MEMBERS = ['kid', 'alg', 'use'];
const RSA_BITS = 2048;
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

/** Why a value is not a set of public keys (RFC 7517 section 5); null when it is. */
export function publicKeysFault(value: unknown): string | null {
  const keys = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)['keys'] : undefined;
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > MAX_KEYS) return `must be {"keys": [...]} with 1 to ${MAX_KEYS} keys`;
  for (const [i, key] of keys.entries()) {
    const fault = keyFault(key);
    if (fault !== null) return `keys.${i} ${fault}`;
  }
  return null;
}

function keyFault(key: unknown): string | null {
  if (typeof key !== 'object' || key === null) return 'must be a key';
  if (PRIVATE_MEMBERS.some((member) => member in key)) return 'must be a public key, without its private part';
  const members = key as Record<string, unknown>;
  const odd = TEXT_MEMBERS.find((member) => members[member] !== undefined && typeof members[member] !== 'string');
  if (odd !== undefined) return `must have a text as ${odd}`;
  if (members['use'] !== undefined && members['use'] !== 'sig') return 'must be for signatures (use: sig)';
  try {
    return canSign(createPublicKey({ key: key as JsonWebKey, format: 'jwk' })) ? null : `must be of RSA with ${RSA_BITS} bits or more, of P-256, or of Ed25519`;
  } catch {
    return 'is not a public key';
  }
}

/** Whether an assertion by this key can have one of the signatures that are taken (RS256, PS256, ES256, EdDSA). */
function canSign({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  switch (asymmetricKeyType) {
    case 'rsa':
      return (asymmetricKeyDetails?.modulusLength ?? 0) >= RSA_BITS;
    case 'ec':
      return asymmetricKeyDetails?.namedCurve === 'prime256v1';
    default:
      return asymmetricKeyType === 'ed25519';
  }
}

import { createPublicKey, type JsonWebKey } from 'node:crypto';

const MAX_KEYS = 10;
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
  try {
    createPublicKey({ key: key as JsonWebKey, format: 'jwk' });
    return null;
  } catch {
    return 'is not a public key';
  }
}

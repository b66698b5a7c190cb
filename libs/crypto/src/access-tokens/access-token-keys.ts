import { createSecretKey, type KeyObject } from 'node:crypto';
import { keyId } from '../keys/key-ring.js';

interface AccessTokenHeader {
  readonly alg: 'HS256';
  readonly typ: 'at+jwt';
  readonly kid: string;
}

export interface AccessTokenKey {
  readonly header: AccessTokenHeader;
  /** The encoded header, as it stands in a token. */
  readonly segment: string;
  readonly key: KeyObject;
}

/**
 * The HS256 keys of access tokens, as UTF-8 bytes: JWT_SECRET_KEY signs, the previous keys still verify. A token is
 * only read when its header equals, byte for byte, one that this ring writes. A token with another `alg`, `typ` or
 * `kid`, with `crit`, `jku`, `jwk` or `x5u`, or with the same header spelled differently is not ours (RFC 8725 sections
 * 3.1, 3.10, 3.11).
 */
export class AccessTokenKeys {
  readonly current: AccessTokenKey;
  private readonly bySegment = new Map<string, AccessTokenKey>();

  constructor(secret: string, previousSecrets: readonly string[] = []) {
    if ([secret, ...previousSecrets].includes('')) throw new TypeError('JWT_SECRET_KEY is empty');
    this.current = toKey(secret);
    for (const key of [...previousSecrets.map(toKey), this.current]) this.bySegment.set(key.segment, key);
  }

  findBySegment(segment: string): AccessTokenKey | undefined {
    return this.bySegment.get(segment);
  }
}

function toKey(secret: string): AccessTokenKey {
  // A KeyObject, because the library parses a string key on every call (297 µs instead of 8).
  const key = createSecretKey(secret, 'utf8');
  const header: AccessTokenHeader = { alg: 'HS256', typ: 'at+jwt', kid: keyId(key, 'access-token') };
  return { header, segment: Buffer.from(JSON.stringify(header)).toString('base64url'), key };
}

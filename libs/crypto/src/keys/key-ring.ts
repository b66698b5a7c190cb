import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { KeyPurpose } from './key-purpose.js';

export interface DerivedKey {
  /** 16 hex digits that name the key inside the things it made; they reveal nothing about the key. */
  readonly id: string;
  /** 256 bits. */
  readonly key: KeyObject;
}

const KEY_BYTES = 32;

/**
 * The keys derived from SECRET_KEY, one per purpose (HKDF-SHA-256, RFC 5869), and those of the previous SECRET_KEYs.
 * The current key makes new things; current and previous keys open and verify.
 */
export class KeyRing {
  private readonly keys = new Map<KeyPurpose, readonly [DerivedKey, ...DerivedKey[]]>();

  constructor(
    private readonly secret: string,
    private readonly previousSecrets: readonly string[] = [],
  ) {
    if ([secret, ...previousSecrets].includes('')) throw new TypeError('SECRET_KEY is empty');
  }

  /** The key that makes new things of this purpose. */
  derivedKey(purpose: KeyPurpose): DerivedKey {
    return this.derivedKeys(purpose)[0];
  }

  /** All keys that may still open and verify, the current one first. */
  derivedKeys(purpose: KeyPurpose): readonly [DerivedKey, ...DerivedKey[]] {
    let keys = this.keys.get(purpose);
    if (!keys) {
      keys = [derive(this.secret, purpose), ...this.previousSecrets.map((secret) => derive(secret, purpose))];
      this.keys.set(purpose, keys);
    }
    return keys;
  }

  /** The key with that id, among the current and previous ones. */
  findDerivedKey(purpose: KeyPurpose, id: string): DerivedKey | undefined {
    return this.derivedKeys(purpose).find((key) => key.id === id);
  }
}

function derive(secret: string, purpose: KeyPurpose): DerivedKey {
  const bytes = Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'utf8'), Buffer.alloc(0), `authengine/v1/${purpose}`, KEY_BYTES));
  const key = createSecretKey(bytes);
  return { id: keyId(key, purpose), key };
}

/** A keyed digest of a label: always the same for a key, and no help in guessing it. */
export function keyId(key: KeyObject, label: string): string {
  return createHmac('sha256', key).update(`authengine/v1/key-id/${label}`).digest('hex').slice(0, 16);
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyRing } from '../keys/key-ring.js';
import { SealedSecretError } from './sealed-secret-error.js';

const PURPOSE = 'sealed-secret';
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORM = /^v1\.([0-9a-f]{16})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{22,})$/;

interface Sealed {
  readonly kid: string;
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

/**
 * Secrets that must be read again (TOTP seeds, provider tokens), as `v1.<key id>.<nonce>.<ciphertext and tag>`:
 * AES-256-GCM with a random nonce. The context (`totp:<device id>`) is authenticated, so a sealed text does not open in
 * another row or column. One key may seal 2^32 secrets (NIST SP 800-38D section 8.3).
 */
@Injectable()
export class SealedSecrets {
  constructor(private readonly keys: KeyRing) {}

  seal(plaintext: string | Buffer, context: string): string {
    if (typeof plaintext === 'string' && !plaintext.isWellFormed()) throw new TypeError('only well-formed text can be sealed');
    const { id, key } = this.keys.derivedKey(PURPOSE);
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(associatedData(id, context));
    const sealed = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
    return `v1.${id}.${nonce.toString('base64url')}.${sealed.toString('base64url')}`;
  }

  /**
   * The text that was sealed.
   * @throws SealedSecretError when it was not sealed for this context, or is not text
   */
  open(sealed: string, context: string): string {
    const bytes = this.openBytes(sealed, context);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (cause) {
      throw new SealedSecretError('malformed', { cause });
    }
  }

  /**
   * The bytes that were sealed.
   * @throws SealedSecretError when they were not sealed for this context
   */
  openBytes(sealed: string, context: string): Buffer {
    const { kid, nonce, ciphertext, tag } = parse(sealed);
    const found = this.keys.findDerivedKey(PURPOSE, kid);
    if (!found) throw new SealedSecretError('unknown_key');
    const decipher = createDecipheriv(CIPHER, found.key, nonce, { authTagLength: TAG_BYTES }).setAAD(associatedData(kid, context)).setAuthTag(tag);
    try {
      return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
    } catch (cause) {
      throw new SealedSecretError('tampered', { cause });
    }
  }

  /** Whether to seal it again when it is next read, because it is not sealed under the current key. */
  needsReseal(sealed: string): boolean {
    return FORM.exec(sealed)?.[1] !== this.keys.derivedKey(PURPOSE).id;
  }
}

function parse(sealed: string): Sealed {
  const [, kid, nonce, body] = FORM.exec(sealed) ?? [];
  if (!kid || !nonce || !body) throw new SealedSecretError('malformed');
  const bytes = Buffer.from(body, 'base64url');
  if (bytes.toString('base64url') !== body) throw new SealedSecretError('malformed');
  return { kid, nonce: Buffer.from(nonce, 'base64url'), ciphertext: bytes.subarray(0, -TAG_BYTES), tag: bytes.subarray(-TAG_BYTES) };
}

function associatedData(kid: string, context: string): Buffer {
  return Buffer.from(`v1.${kid}.${context}`, 'utf8');
}

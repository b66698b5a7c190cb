import { createHash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;
const PURPOSE = /^[a-z][a-z0-9._-]{0,63}$/;

/** 256 random bits as 43 base64url characters: the secret of a link, a state or a challenge. */
export function newOneTimeSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/**
 * The digest that the store keeps of a one-time secret (32 bytes). The purpose (`magic-link`) is part of it, so no flow
 * can redeem what another flow wrote. It is unsalted and fast, because nobody can guess 256 random bits: never use it
 * for a text that a person chose.
 */
export function hashOneTimeSecret(purpose: string, secret: string): Buffer {
  if (!PURPOSE.test(purpose)) throw new TypeError('a purpose is a lower-case word like magic-link');
  // No purpose contains a NUL, so the NUL marks where the purpose ends.
  return createHash('sha256').update(`authengine/v1/one-time-secret/${purpose}\0${secret}`, 'utf8').digest();
}

import { hash, randomBytes } from 'node:crypto';

export interface NewServiceKey {
  /** `ae_sk_` and 64 hex digits: 256 random bits, shown once and never stored. */
  readonly raw: string;
  /** The first characters, by which people tell keys apart in a list. */
  readonly prefix: string;
  /** The digest that the store keeps, 32 bytes. */
  readonly hash: Buffer;
}

const PREFIX = 'ae_sk_';
const SHOWN_DIGITS = 8;
const FORM = /^ae_sk_[0-9a-f]{64}$/;

export function newServiceKey(): NewServiceKey {
  const raw = PREFIX + randomBytes(32).toString('hex');
  return { raw, prefix: raw.slice(0, PREFIX.length + SHOWN_DIGITS), hash: sha256(raw) };
}

/** The SHA-256 of a key with the right form, for looking it up; null for any other value of any type. */
export function hashServiceKey(raw: unknown): Buffer | null {
  return typeof raw === 'string' && FORM.test(raw) ? sha256(raw) : null;
}

function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

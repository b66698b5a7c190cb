import { createHash } from 'node:crypto';
import { newOneTimeSecret } from '@authengine/crypto';

const PREFIX = 'ae_cs_';
const SHOWN = PREFIX.length + 6;
const FORM = /^ae_cs_[A-Za-z0-9_-]{43}$/;

export interface NewSecret {
  /** Shown once and never stored. */
  readonly raw: string;
  readonly prefix: string;
  readonly hash: Buffer;
}

export function newSecret(): NewSecret {
  const raw = PREFIX + newOneTimeSecret();
  return { raw, prefix: raw.slice(0, SHOWN), hash: digest(raw) };
}

/** The digest by which a secret is looked up; null for what has not the form of one. */
export function secretHash(raw: unknown): Buffer | null {
  return typeof raw === 'string' && FORM.test(raw) ? digest(raw) : null;
}

/** 256 random bits need no slow hash. */
function digest(raw: string): Buffer {
  return createHash('sha256').update(`authengine/v1/application-secret\0${raw}`).digest();
}

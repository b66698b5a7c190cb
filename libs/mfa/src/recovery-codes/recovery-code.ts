import { randomInt } from 'node:crypto';
import { hashOneTimeSecret } from '@authengine/crypto';
import type { UserId } from '@authengine/kernel';

/** Crockford's base32: no two characters that are read for each other. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 24 × 5 = 120 bits: from 112 on, a plain digest is enough to keep (OWASP ASVS 5.0, 6.5.2). */
const LENGTH = 24;
const GROUP = 4;
const FORM = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

/** A new recovery code, in groups for the eye. */
export function newRecoveryCode(): string {
  return inGroups(Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join(''));
}

/** The one form of a recovery code, however it was typed; null for what is none. */
export function canonicalRecoveryCode(text: string): string | null {
  const code = text.replace(/[\s-]/g, '').toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
  return FORM.test(code) ? code : null;
}

/** What is kept of a canonical code. It is bound to its user: the same code of two users has two digests. */
export function hashRecoveryCode(userId: UserId, code: string): Buffer {
  return hashOneTimeSecret(`recovery-code.${userId}`, code);
}

function inGroups(code: string): string {
  return (code.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-');
}

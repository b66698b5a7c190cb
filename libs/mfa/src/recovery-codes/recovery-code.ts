import { randomInt } from 'node:crypto';
import { hashOneTimeSecret } from '@authengine/crypto';
import type { UserId } from '@authengine/kernel';

/** Crockford's base32: no two of its characters look alike. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 24 × 5 = 120 bits: from 112 bits on, a plain digest is safe to store (OWASP ASVS 5.0, 6.5.2). */
const LENGTH = 24;
const GROUP = 4;
const FORM = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

/** A new recovery code, in groups that are easy to read. */
export function newRecoveryCode(): string {
  return inGroups(Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join(''));
}

/** The canonical form of a recovery code, however a person types it; null when it is not one. */
export function canonicalRecoveryCode(text: string): string | null {
  const code = text.replace(/[\s-]/g, '').toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
  return FORM.test(code) ? code : null;
}

/** The stored digest of a canonical code. It includes the user: the same code of two users has two digests. */
export function hashRecoveryCode(userId: UserId, code: string): Buffer {
  return hashOneTimeSecret(`recovery-code.${userId}`, code);
}

function inGroups(code: string): string {
  return (code.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-');
}

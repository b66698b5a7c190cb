import { createHmac, type KeyObject } from 'node:crypto';

/**
 * What bcrypt is given instead of the password: 64 base64 characters of a keyed digest of its NFC
 * form. Short enough for bcrypt's 72 bytes, free of NUL, and worth nothing without the pepper, so
 * neither length nor a NUL truncates and a stolen table alone cannot be guessed at.
 */
export function pepperedPassword(pepper: KeyObject, password: string): string {
  return createHmac('sha384', pepper).update(password.normalize('NFC'), 'utf8').digest('base64');
}

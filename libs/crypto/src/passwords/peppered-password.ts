import { createHmac, type KeyObject } from 'node:crypto';

/**
 * The text that bcrypt hashes instead of the password: a keyed digest of the password's NFC form, as 64 base64
 * characters. It fits into bcrypt's 72 bytes and contains no NUL, so nothing is cut off. Without the pepper it is worth
 * nothing, so a stolen table alone does not let anyone guess passwords.
 */
export function pepperedPassword(pepper: KeyObject, password: string): string {
  return createHmac('sha384', pepper).update(password.normalize('NFC'), 'utf8').digest('base64');
}

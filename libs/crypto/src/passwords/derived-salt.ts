import { createHmac, type KeyObject } from 'node:crypto';

const SALT_BYTES = 16;
/** The base64 alphabet of RFC 4648; below is bcrypt's alphabet for the same bits. */
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BCRYPT = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * bcrypt's `$2b$<cost>$<salt>`. The salt follows from the pepper and `owner`: every owner has another, and nobody knows
 * it without the pepper.
 */
export function derivedSalt(pepper: KeyObject, owner: string, cost: number): string {
  const salt = createHmac('sha256', pepper).update(`authengine/v1/password-salt\0${owner}`, 'utf8').digest().subarray(0, SALT_BYTES);
  const digits = salt.toString('base64').replaceAll('=', '').replace(/./g, (digit) => BCRYPT.charAt(BASE64.indexOf(digit)));
  return `$2b$${String(cost).padStart(2, '0')}$${digits}`;
}

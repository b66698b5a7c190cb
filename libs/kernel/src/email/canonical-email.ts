import { isWellFormedText } from '../text/well-formed.js';

/** RFC 5321 section 4.5.3.1: 64 octets of local part, 254 in all (with the path's brackets 256). */
const MAX_LOCAL_OCTETS = 64;
const MAX_OCTETS = 254;

const LOCAL = /^[^\s@<>()[\],;:\\"]+$/u;
const DOMAIN = /^(?=.{1,253}$)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/**
 * The one form that decides whether two addresses are the same account: trimmed, NFKC, lower case.
 * Idempotent. It is unique in the database and keys every limit.
 */
export function canonicalEmail(input: string): string {
  let current = input;
  // NFKC and lower-casing can each make room for the other (for example U+212A KELVIN SIGN, or a
  // capital with a dot above), so they are repeated until nothing moves; two rounds have sufficed.
  for (let round = 0; round < 4; round += 1) {
    const next = current.normalize('NFKC').toLowerCase().normalize('NFKC').trim();
    if (next === current) break;
    current = next;
  }
  return current;
}

/** Whether the canonical form of `input` is an address that mail can be sent to (no display name, no quoting). */
export function isEmail(input: unknown): input is string {
  if (typeof input !== 'string' || input.length > 2 * MAX_OCTETS || !isWellFormedText(input)) return false;
  const address = canonicalEmail(input);
  const at = address.lastIndexOf('@');
  if (at < 1 || Buffer.byteLength(address) > MAX_OCTETS) return false;
  const local = address.slice(0, at);
  if (Buffer.byteLength(local) > MAX_LOCAL_OCTETS || !LOCAL.test(local)) return false;
  if (local.startsWith('.') || local.endsWith('.') || local.includes('..')) return false;
  return !hasControlOrInvisible(address) && DOMAIN.test(address.slice(at + 1));
}

function hasControlOrInvisible(address: string): boolean {
  return /[\p{C}\p{Z}]/u.test(address);
}

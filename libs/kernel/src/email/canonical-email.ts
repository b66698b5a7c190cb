import { isWellFormedText } from '../text/well-formed.js';
import { canonicalDomain } from './canonical-domain.js';

/** RFC 5321 section 4.5.3.1: 64 octets of local part, 254 in all (with the path's brackets 256). */
const MAX_LOCAL_OCTETS = 64;
const MAX_OCTETS = 254;

const LOCAL = /^[^\s@<>()[\],;:\\"]+$/u;
const DOMAIN = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Two addresses belong to the same account when this form is equal: trimmed, NFKC, lower case, the domain as the DNS
 * has it (`xn--…`). Idempotent. The database holds it unique, and every limit counts by it.
 */
export function canonicalEmail(input: string): string {
  let current = input;
  // NFKC can change what lower-casing does, and the other way round (U+212A KELVIN SIGN, or a capital with a dot
  // above), so both are repeated until nothing changes. Two rounds have been enough so far.
  for (let round = 0; round < 4; round += 1) {
    const next = oneRound(current);
    if (next === current) break;
    current = next;
  }
  return current;
}

function oneRound(input: string): string {
  const text = input.normalize('NFKC').trim();
  const at = text.lastIndexOf('@');
  // The domain comes before lower-casing, because UTS 46 lower-cases in its own way (a capital sigma).
  const domain = at < 0 ? null : canonicalDomain(text.slice(at + 1));
  return domain === null ? folded(text).trim() : `${folded(text.slice(0, at))}@${domain}`;
}

function folded(text: string): string {
  return text.toLowerCase().normalize('NFKC');
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
  const domain = address.slice(at + 1);
  return !hasControlOrInvisible(local) && canonicalDomain(domain) === domain && DOMAIN.test(domain);
}

function hasControlOrInvisible(local: string): boolean {
  return /[\p{C}\p{Z}]/u.test(local);
}

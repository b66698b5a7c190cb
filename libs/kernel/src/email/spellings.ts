import { domainToUnicode } from 'node:url';

/** A canonical address, and the same address with its domain in Unicode: older versions stored and recorded it so. */
export function spellingsOf(address: string): readonly string[] {
  const at = address.lastIndexOf('@');
  return [...new Set([address, `${address.slice(0, at + 1)}${domainToUnicode(address.slice(at + 1))}`])];
}

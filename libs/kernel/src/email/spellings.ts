import { domainToUnicode } from 'node:url';

/** A canonical address as it is, and as it was kept and recorded while the domain was kept as it was typed. */
export function spellingsOf(address: string): readonly string[] {
  const at = address.lastIndexOf('@');
  return [...new Set([address, `${address.slice(0, at + 1)}${domainToUnicode(address.slice(at + 1))}`])];
}

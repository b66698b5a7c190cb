import { isIPv6 } from 'node:net';
import { canonicalAddress } from '../addresses/canonical-address.js';

/**
 * The key of a client address in limits: an IPv4 address, or the /64 of an IPv6 address, because one subscriber has all of
 * it. IPv4 mapped into IPv6 counts as IPv4. Callers without an address share one key.
 */
export function sourceKey(ip: string | null): string {
  if (ip === null) return 'unknown';
  const address = canonicalAddress(ip) ?? ip;
  return isIPv6(address) ? `${expand(address).slice(0, 4).join(':')}::/64` : address;
}

/** The eight groups of an IPv6 address (RFC 4291 section 2.2), without leading zeros. */
function expand(address: string): string[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const text = dotted ? `${dotted[1] ?? ''}${hex(dotted[2], dotted[3])}:${hex(dotted[4], dotted[5])}` : address;
  const [left = '', right] = text.split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  const gap = right === undefined ? [] : Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...gap, ...tail].map((group) => (Number.parseInt(group, 16) || 0).toString(16));
}

function hex(high = '0', low = '0'): string {
  return (Number(high) * 256 + Number(low)).toString(16);
}

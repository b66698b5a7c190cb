import { BlockList, isIP, isIPv4 } from 'node:net';
import { canonicalAddress } from './canonical-address.js';

const BITS = { 4: 32, 6: 128 } as const;
/** The length of the prefix that all mapped addresses share (RFC 4291 section 2.5.5.2). */
const MAPPED_BITS = 96;

/**
 * The one form of a range: `10.0.0.0/8`, `2001:db8::/32`, or one address. It accepts brackets, a netmask
 * (`10.0.0.0/255.0.0.0`), and IPv4 mapped into IPv6, which becomes IPv4. Null for a text that is no range, or that has a
 * zone, which means nothing on another machine.
 */
export function canonicalRange(text: string): string | null {
  const [written = '', size, ...rest] = text.trim().split('/');
  const bare = /^\[([^[\]]{1,50})\]$/.exec(written)?.[1] ?? written;
  const family = isIP(bare);
  const address = canonicalAddress(bare);
  if ((family !== 4 && family !== 6) || address === null || bare.includes('%') || rest.length > 0) return null;
  if (size === undefined) return address;
  const bits = bitsOf(size, family);
  if (bits === null) return null;
  if (family === 4 || !isIPv4(address)) return `${address}/${bits}`;
  // Wider than what is mapped: it keeps its IPv6 form.
  return bits >= MAPPED_BITS ? `${address}/${bits - MAPPED_BITS}` : `::ffff:${address}/${bits}`;
}

export function isAddressRange(text: string): boolean {
  return canonicalRange(text) !== null;
}

function bitsOf(size: string, family: 4 | 6): number | null {
  if (/^\d{1,3}$/.test(size)) return Number(size) <= BITS[family] ? Number(size) : null;
  return family === 4 && isIPv4(size) ? netmaskBits(size) : null;
}

/** A mask is ones, then zeros. */
function netmaskBits(mask: string): number | null {
  const bits = mask.split('.').map((part) => Number(part).toString(2).padStart(8, '0')).join('');
  const ones = bits.indexOf('0') < 0 ? bits.length : bits.indexOf('0');
  return bits.includes('1', ones) ? null : ones;
}

/** A set of address ranges. An IPv4 address counts the same when it is written as IPv6 (`::ffff:10.0.0.1`). */
export class AddressRanges {
  private readonly ranges = new BlockList();

  /** Texts that `isAddressRange` refuses are ignored. */
  constructor(texts: readonly string[]) {
    for (const text of texts) {
      const [address = '', bits] = canonicalRange(text)?.split('/') ?? [];
      if (address === '') continue;
      const family = familyOf(address);
      if (bits === undefined) this.ranges.addAddress(address, family);
      else this.ranges.addSubnet(address, Number(bits), family);
    }
  }

  /** False for a text that is no address. */
  include(address: string): boolean {
    return isIP(address) !== 0 && this.ranges.check(address, familyOf(address));
  }
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}

import { BlockList, isIP, isIPv4 } from 'node:net';
import { canonicalAddress } from './canonical-address.js';

const BITS = { 4: 32, 6: 128 } as const;
/** So many bits of a range of mapped addresses (RFC 4291 section 2.5.5.2) say that it is one. */
const MAPPED_BITS = 96;

/**
 * A range in its one form: `10.0.0.0/8`, `2001:db8::/32`, or one address. Taken in brackets, with a netmask
 * (`10.0.0.0/255.0.0.0`), and mapped into IPv6, of which IPv4 comes out. Null for what is none, and
 * for one with a zone, which says nothing on another machine.
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

/** Ones first, then noughts: anything else is no mask. */
function netmaskBits(mask: string): number | null {
  const bits = mask.split('.').map((part) => Number(part).toString(2).padStart(8, '0')).join('');
  const ones = bits.indexOf('0') < 0 ? bits.length : bits.indexOf('0');
  return bits.includes('1', ones) ? null : ones;
}

/** Addresses by the ranges that they are in. An IPv4 address is the same written as IPv6 (`::ffff:10.0.0.1`). */
export class AddressRanges {
  private readonly ranges = new BlockList();

  /** `texts` are what `isAddressRange` takes; others are in no range. */
  constructor(texts: readonly string[]) {
    for (const text of texts) {
      const [address = '', bits] = canonicalRange(text)?.split('/') ?? [];
      if (address === '') continue;
      const family = familyOf(address);
      if (bits === undefined) this.ranges.addAddress(address, family);
      else this.ranges.addSubnet(address, Number(bits), family);
    }
  }

  /** False for what is no address. */
  include(address: string): boolean {
    return isIP(address) !== 0 && this.ranges.check(address, familyOf(address));
  }
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}

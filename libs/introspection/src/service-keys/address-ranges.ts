import { BlockList, isIP, isIPv4 } from 'node:net';

/** Addresses by the ranges that they are in. An IPv4 address is the same written as IPv6 (`::ffff:10.0.0.1`). */
export class AddressRanges {
  private readonly ranges = new BlockList();

  /** `texts` are what config's `isAddressRange` takes. */
  constructor(texts: readonly string[]) {
    for (const text of texts) {
      const [address = '', bits] = text.split('/');
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

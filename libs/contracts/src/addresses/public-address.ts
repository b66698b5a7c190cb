import { isIP, isIPv4 } from 'node:net';
import { AddressRanges } from './address-ranges.js';

/** What is not reached over the internet, or is nobody's (IANA's registry of special-purpose IPv4 addresses). */
const SPECIAL_V4 = new AddressRanges([
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16',
  '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
]);
/** All global unicast addresses (RFC 4291 section 2.4). Loopback, local, mapped and translated ones (64:ff9b::/96) are outside. */
const GLOBAL_V6 = new AddressRanges(['2000::/3']);
/** Inside it: Teredo and its like, documentation, and 6to4, which carries an IPv4 address. */
const SPECIAL_V6 = new AddressRanges(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);

/**
 * Whether a host on the internet can have this address. False for every other text, and for an address that only this
 * machine or its network reaches, however it is written: outbound requests to a URL that a person chose do not go there.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !SPECIAL_V4.include(address);
  return isIP(address) === 6 && !address.includes('%') && GLOBAL_V6.include(address) && !SPECIAL_V6.include(address);
}

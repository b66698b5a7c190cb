import { isIP, isIPv4, SocketAddress } from 'node:net';

/** Longer than any address with brackets, zone and port. */
const MAX_LENGTH = 100;
const PORT = /:\d{1,5}$/;
const BRACKETED = /^\[([^[\]]{1,100})\](?::\d{1,5})?$/;
const MAPPED = '::ffff:';

/**
 * The one form of an address. It accepts a port (RFC 7239 section 6), brackets, quotes, a zone, IPv4 mapped into IPv6 (RFC
 * 4291 section 2.5.5.2), and long or upper-case groups. The result for IPv6 follows RFC 5952. Null for a text that is no
 * address: a name, `unknown`, an obfuscated identifier.
 */
export function canonicalAddress(text: string): string | null {
  if (isIPv4(text)) return text;
  if (text.length > MAX_LENGTH) return null;
  const written = unquoted(text.trim());
  const bracketed = BRACKETED.exec(written)?.[1];
  if (bracketed !== undefined) return isIP(withoutZone(bracketed)) === 6 ? canonical(withoutZone(bracketed)) : null;
  // An IPv6 address may end in something like a port. The longest possible part is the address.
  return canonical(withoutZone(written)) ?? canonical(withoutZone(written.replace(PORT, '')));
}

function unquoted(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).trim() : text;
}

function withoutZone(text: string): string {
  return text.split('%', 1)[0] ?? '';
}

function canonical(text: string): string | null {
  const family = isIP(text);
  if (family !== 6) return family === 4 ? text : null;
  const { address } = new SocketAddress({ address: text, family: 'ipv6' });
  return address.startsWith(MAPPED) && isIPv4(address.slice(MAPPED.length)) ? address.slice(MAPPED.length) : address;
}

import { isIP, isIPv4, isIPv6 } from 'node:net';
import type { Request } from 'express';

/**
 * The client's address: the socket's, or what trusted proxies say (Express' `trust proxy` decides).
 * IPv4 in its plain form also where the socket is IPv6. Null when it is no address.
 */
export function clientAddress(request: Request): string | null {
  const direct = request.socket.remoteAddress;
  return request.headers['x-forwarded-for'] === undefined ? plainAddress(direct) : (plainAddress(request.ip) ?? plainAddress(direct));
}

function plainAddress(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (isIPv4(text)) return text;
  // Some proxies add the port (RFC 7239 section 6 allows it), some scopes a zone.
  const bare = text.replace(/^::ffff:(?=\d+\.)/i, '').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1').replace(/^\[(.*)\](?::\d+)?$/, '$1').replace(/%.*$/, '');
  return isIP(bare) === 0 ? null : bare.toLowerCase();
}

/** Who counts as one source: an IPv4 address, or an IPv6 /64, which is what one customer is given. */
export function sourceOf(address: string | null): string {
  if (address === null) return 'unknown';
  if (!isIPv6(address)) return address;
  const [left = '', right] = address.split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  const zeros = right === undefined ? [] : new Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0');
  const prefix = [...head, ...zeros, ...tail].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${prefix.join(':')}::/64`;
}

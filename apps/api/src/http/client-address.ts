import { isIP, isIPv4 } from 'node:net';
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
  const bare = text.replace(/^::ffff:(?=\d+\.)/i, '').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1').replace(/^\[(.*)\](?::\d+)?$/, '$1').split('%', 1)[0] ?? '';
  return isIP(bare) === 0 ? null : bare.toLowerCase();
}

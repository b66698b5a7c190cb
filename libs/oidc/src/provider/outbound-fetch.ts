import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { AddressRanges } from '@authengine/contracts';

const TIMEOUT_MS = 5_000;
/** Loopback, private and link-local networks, and what stands for them in IPv6 (RD-03). */
const PRIVATE = new AddressRanges(['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '::/128', '::1/128', 'fc00::/7', 'fe80::/10']);

/**
 * The requests of the library: an application's `jwks_uri` and logout address. They follow no redirect, end after five
 * seconds, and in production do not go where only this service gets to.
 */
export function outboundFetch(production: boolean): (url: string | URL, options?: RequestInit) => Promise<Response> {
  return async (url, options) => {
    if (production) await refusePrivate(new URL(url).hostname);
    return fetch(url, { ...options, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  };
}

/** @throws Error for a name or an address of a private network */
async function refusePrivate(hostname: string): Promise<void> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [host] : (await lookup(host, { all: true })).map(({ address }) => address);
  if (addresses.some((address) => PRIVATE.include(address))) throw new Error('the address leads into a private network');
}

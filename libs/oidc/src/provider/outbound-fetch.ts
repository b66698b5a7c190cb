import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { AddressRanges } from '@authengine/contracts';
import { Agent, fetch as undiciFetch, type RequestInit as UndiciInit } from 'undici';

const TIMEOUT_MS = 5_000;
/** More than any set of keys has. */
const MAX_BYTES = 256 * 1024;
/** Loopback, private, link-local, shared and special networks, and what stands for them in IPv6 (RFC 6890). */
const PRIVATE = new AddressRanges([
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/3',
  '::/128', '::1/128', '64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8',
]);

interface Options {
  readonly production: boolean;
  readonly lookup?: typeof dnsLookup;
}

/**
 * The requests of the library: an application's `jwks_uri` and logout address. They follow no redirect, end after five
 * seconds, read so much of an answer and no more, and in production go by https and not where only this service gets to.
 * The address that was judged is the one that is connected to, so a name that leads elsewhere a moment later gains nothing.
 */
export function outboundFetch({ production, lookup = dnsLookup }: Options): (url: string | URL, options?: RequestInit) => Promise<Response> {
  const agent = new Agent({ connect: { lookup: production ? publicLookup(lookup) : (lookup) }, keepAliveTimeout: 1, maxResponseSize: MAX_BYTES });
  return async (url, options) => {
    const { protocol, hostname } = new URL(url);
    const host = hostname.replace(/^\[|\]$/g, '');
    if (production && protocol !== 'https:') throw new Error('the address must be https');
    if (production && isIP(host) !== 0 && PRIVATE.include(host)) throw new Error('the address leads into a private network');
    const answer = await undiciFetch(url, { ...(options as UndiciInit), dispatcher: agent, redirect: 'manual', signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(options?.signal ? [options.signal] : [])]) });
    // Read here, within the time and the bound.
    const bytes = await answer.arrayBuffer();
    return new Response(bytes.byteLength === 0 ? null : bytes, { status: answer.status, headers: [...answer.headers] });
  };
}

/** What is resolved is judged and then connected to, without a second question. */
function publicLookup(lookup: typeof dnsLookup): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error) return done(error, []);
      if (found.length === 0 || found.some(({ address }) => PRIVATE.include(address))) return done(new Error('the address leads into a private network'), []);
      if (options.all === true) return done(null, found);
      const [{ address, family } = { address: '', family: 0 }] = found;
      return done(null, address, family);
    });
  };
}

import { lookup as dnsLookup } from 'node:dns';
import { isIP } from 'node:net';
import { isPublicAddress, publicOf } from '@authengine/contracts';
import { EnvHttpProxyAgent, fetch as undiciFetch, type RequestInit as UndiciInit } from 'undici';

const TIMEOUT_MS = 5_000;
/** More than any set of keys has. */
const MAX_BYTES = 256 * 1024;
const PRIVATE = 'the address leads into a private network';

interface Options {
  readonly production: boolean;
  readonly lookup?: typeof dnsLookup;
  /** The proxies of the settings. */
  readonly proxies?: { readonly http?: string | undefined; readonly https?: string | undefined; readonly none?: string | undefined };
}

/**
 * The requests of the library: an application's `jwks_uri` and logout address. They follow no redirect, end after five
 * seconds, read so much of an answer and no more, and in production go by https and not where only this service gets to.
 * The address that was judged is the one that is connected to, so a name that leads elsewhere a moment later gains nothing.
 * Where a proxy connects, it looks the name up itself: it should refuse private addresses too.
 */
export function outboundFetch({ production, lookup = dnsLookup, proxies = {} }: Options): (url: string | URL, options?: RequestInit) => Promise<Response> {
  // An empty text keeps the agent from reading the environment by itself.
  const agent = new EnvHttpProxyAgent({ httpProxy: proxies.http ?? '', httpsProxy: proxies.https ?? '', noProxy: proxies.none ?? '', connect: { lookup: production ? publicOf(lookup) : lookup }, keepAliveTimeout: 1, maxResponseSize: MAX_BYTES });
  const proxied = Boolean(proxies.https ?? proxies.http);
  return async (url, options) => {
    const { protocol, hostname } = new URL(url);
    const host = hostname.replace(/^\[|\]$/g, '');
    if (production && protocol !== 'https:') throw new Error('the address must be https');
    if (production && isIP(host) !== 0 && !isPublicAddress(host)) throw new Error(PRIVATE);
    const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(options?.signal ? [options.signal] : [])]);
    if (production && proxied && isIP(host) === 0 && (await leadsInside(host, lookup, signal))) throw new Error(PRIVATE);
    const answer = await undiciFetch(url, { ...(options as UndiciInit), dispatcher: agent, redirect: 'manual', signal });
    // Read here, within the time and the bound.
    const bytes = await answer.arrayBuffer();
    return new Response(bytes.byteLength === 0 ? null : bytes, { status: answer.status, headers: [...answer.headers] });
  };
}

/** A name that leads nowhere from here is the proxy's to look up. */
function leadsInside(host: string, lookup: typeof dnsLookup, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
    lookup(host, { all: true }, (error, found) => {
      resolve(!error && found.some(({ address }) => !isPublicAddress(address)));
    });
  });
}

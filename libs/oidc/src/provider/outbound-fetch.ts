import { lookup as dnsLookup } from 'node:dns';
import { isIP } from 'node:net';
import { isPublicAddress, publicOf } from '@authengine/contracts';
import { Agent, fetch as undiciFetch, type RequestInit as UndiciInit } from 'undici';

const TIMEOUT_MS = 5_000;
/** More than any set of keys has. */
const MAX_BYTES = 256 * 1024;

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
  const agent = new Agent({ connect: { lookup: production ? publicOf(lookup) : lookup }, keepAliveTimeout: 1, maxResponseSize: MAX_BYTES });
  return async (url, options) => {
    const { protocol, hostname } = new URL(url);
    const host = hostname.replace(/^\[|\]$/g, '');
    if (production && protocol !== 'https:') throw new Error('the address must be https');
    if (production && isIP(host) !== 0 && !isPublicAddress(host)) throw new Error('the address leads into a private network');
    const answer = await undiciFetch(url, { ...(options as UndiciInit), dispatcher: agent, redirect: 'manual', signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(options?.signal ? [options.signal] : [])]) });
    // Read here, within the time and the bound.
    const bytes = await answer.arrayBuffer();
    return new Response(bytes.byteLength === 0 ? null : bytes, { status: answer.status, headers: [...answer.headers] });
  };
}

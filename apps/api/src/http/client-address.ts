import { AddressRanges, canonicalAddress } from '@authengine/contracts';
import { LRUCache } from 'lru-cache';

interface Hop {
  /** Null for what is no address. */
  readonly address: string | null;
  readonly trusted: boolean;
}

interface From {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/** The proxies, and clients that come again; working one out costs microseconds. */
const MAX_KNOWN = 2_000;

/**
 * Finds the client's address, in its one form: the socket's, or what trusted proxies say in
 * X-Forwarded-For, read from its end, where the nearest proxy wrote, for as long as a trusted one speaks.
 */
export class ClientAddresses {
  private readonly trusted: AddressRanges | null;
  private readonly known = new LRUCache<string, Hop>({ max: MAX_KNOWN });

  constructor(trustedProxies: readonly string[]) {
    this.trusted = trustedProxies.length === 0 ? null : new AddressRanges(trustedProxies);
  }

  /** Null where nobody knows it: a trusted proxy wrote something that is no address, so the client is none of the proxies either. */
  of({ headers, socket }: From): string | null {
    if (socket.remoteAddress === undefined) return null;
    if (this.trusted === null) return canonicalAddress(socket.remoteAddress);
    let hop = this.hop(socket.remoteAddress);
    const header = String(headers['x-forwarded-for'] ?? '');
    for (let end = header.length; end > 0 && hop.trusted; ) {
      const comma = header.lastIndexOf(',', end - 1);
      const element = header.slice(comma + 1, end).trim();
      // An empty element of a list is none (RFC 9110 section 5.6.1).
      if (element !== '') hop = this.hop(element);
      end = comma;
    }
    return hop.address;
  }

  private hop(text: string): Hop {
    let hop = this.known.get(text);
    if (hop === undefined) {
      const address = canonicalAddress(text);
      hop = { address, trusted: address !== null && this.trusted?.include(address) === true };
      if (address !== null) this.known.set(text, hop);
    }
    return hop;
  }
}

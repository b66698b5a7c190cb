import { domainToASCII } from 'node:url';

const PLAIN = /^[a-z0-9.-]+$/;
/** ASCII that is in no name of a host; a URL's parser, which does the mapping, would take it for the end of the host or decode it. */
const FOREIGN_ASCII = /[^a-zA-Z0-9.\-\u0080-\u{10ffff}]/u;
/** Joiners are the two invisible characters that names may have (RFC 5892 appendix A); UTS 46 looks at where they stand. */
const INVISIBLE = /(?![\u200c\u200d])[\p{C}\p{Z}]/u;
/** What a URL's parser takes for an IP address, and completes: no top-level domain is a number (RFC 3696 section 2). */
const ENDS_IN_NUMBER = /(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/;

/**
 * The one form of a domain, whatever script it was written in: that of the DNS, lower case, `xn--…` for what is not
 * ASCII (UTS 46, non-transitional, as browsers do it). Null for what is no domain there.
 */
export function canonicalDomain(domain: string): string | null {
  if (FOREIGN_ASCII.test(domain) || INVISIBLE.test(domain)) return null;
  const ascii = PLAIN.test(domain) && !domain.includes('xn--') ? domain : domainToASCII(domain);
  return PLAIN.test(ascii) && !ENDS_IN_NUMBER.test(ascii) ? ascii : null;
}

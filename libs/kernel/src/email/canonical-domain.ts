import { domainToASCII } from 'node:url';

const PLAIN = /^[a-z0-9.-]+$/;
/** ASCII that no host name contains. The URL parser, which does the mapping, would decode it or end the host there. */
const FOREIGN_ASCII = /[^a-zA-Z0-9.\-\u0080-\u{10ffff}]/u;
/** Names may contain two invisible characters, the joiners (RFC 5892 appendix A); UTS 46 checks where they stand. */
const INVISIBLE = /(?![\u200c\u200d])[\p{C}\p{Z}]/u;
/** A URL parser reads this as an IP address and completes it. No top-level domain is a number (RFC 3696 section 2). */
const ENDS_IN_NUMBER = /(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/;

/**
 * The one form of a domain in any script: as the DNS has it, in lower case, with `xn--…` for names that are not ASCII
 * (UTS 46, non-transitional, as browsers do it). Null when the text is not a domain in that form.
 */
export function canonicalDomain(domain: string): string | null {
  if (FOREIGN_ASCII.test(domain) || INVISIBLE.test(domain)) return null;
  const ascii = PLAIN.test(domain) && !domain.includes('xn--') ? domain : domainToASCII(domain);
  return PLAIN.test(ascii) && !ENDS_IN_NUMBER.test(ascii) ? ascii : null;
}

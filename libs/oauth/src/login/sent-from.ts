import type { IncomingHttpHeaders } from 'node:http';

/** Our own origins, from which a browser may come here. */
export type TrustedOrigins = ReadonlySet<string>;

/** Whose page sent a request here: one of ours, or a stranger's; `unknown` when the request does not say. */
export type Sender = 'ours' | 'stranger' | 'unknown';

/**
 * Whose page sent a request here, by its Referer, or, where the page hides that, by Sec-Fetch-Site (Fetch
 * Metadata section 2.3); a browser lets no page write either. `none` is no proof: a link in a mail program
 * says so too, whoever wrote the mail. Nor is `same-site`: it is any host of our domain.
 */
export function sentFrom(headers: IncomingHttpHeaders, trusted: TrustedOrigins): Sender {
  const { referer } = headers;
  if (referer !== undefined && referer !== '') return URL.canParse(referer) && trusted.has(new URL(referer).origin) ? 'ours' : 'stranger';
  const site = headers['sec-fetch-site'];
  if (site === 'same-origin') return 'ours';
  if (site === undefined) return isNoBrowser(headers) ? 'ours' : 'unknown';
  return site === 'none' || site === 'same-site' ? 'unknown' : 'stranger';
}

/**
 * A request that no browser makes: a client which follows the URL by itself links for whoever runs it, and no
 * visitor can be led into it. A browser says Mozilla/ in its User-Agent, asks for HTML when it navigates (Fetch
 * standard, "main fetch"), and sends Sec-Fetch-Site to https and localhost; one that is too old for that, or that is
 * here over plain HTTP, still shows the other signs. Node's fetch sends Sec-Fetch-Mode `cors` and nothing else of Fetch Metadata.
 */
function isNoBrowser(headers: IncomingHttpHeaders): boolean {
  const { accept = '', origin } = headers;
  const mode = headers['sec-fetch-mode'];
  return (
    !/html/i.test(accept) &&
    !/mozilla\//i.test(headers['user-agent'] ?? '') &&
    (mode === undefined || mode === 'cors') &&
    [origin, ...['sec-fetch-dest', 'sec-fetch-user', 'upgrade-insecure-requests', 'sec-ch-ua', 'sec-purpose'].map((name) => headers[name])].every((value) => value === undefined)
  );
}

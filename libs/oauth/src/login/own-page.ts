import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a page of this origin sent a POST. A browser says so in Sec-Fetch-Site. An older one sends its Origin with every
 * POST (Fetch standard section 3.2). A request without both proves nothing.
 */
export function isOfOwnPage(headers: IncomingHttpHeaders, ownOrigin: string): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined ? headers.origin === ownOrigin : site === 'same-origin';
}

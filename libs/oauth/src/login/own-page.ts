import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a POST is sent by a page of this origin. A browser says so in Sec-Fetch-Site; one that is too old for
 * that says its Origin with every POST (Fetch standard section 3.2). What says neither proves nothing.
 */
export function isOfOwnPage(headers: IncomingHttpHeaders, ownOrigin: string): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined ? headers.origin === ownOrigin : site === 'same-origin';
}

import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether the page that a request comes from may act by the refresh cookie. A browser tells the page's origin with every
 * POST (Fetch standard, "append a request `Origin` header"); what tells none comes from no browser, unless its
 * `Sec-Fetch-Site` says that it does. `cross-site` is refused even for an allowed origin: there a browser does not keep
 * the cookie (`SameSite`), and a client should hear that at once.
 */
export function mayUseCookie({ origin, 'sec-fetch-site': site }: IncomingHttpHeaders, allowed: ReadonlySet<string>): boolean {
  if (origin === undefined) return site === undefined || site === 'same-origin' || site === 'none';
  return allowed.has(origin) && site !== 'cross-site';
}

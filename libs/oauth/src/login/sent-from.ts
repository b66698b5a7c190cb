import type { IncomingHttpHeaders } from 'node:http';

/** Where a browser that was led here may come from besides nowhere: these origins. */
export type TrustedOrigins = ReadonlySet<string>;

/**
 * Whether a navigation may come from an application of ours, or from nobody's page at all (an address
 * that was typed, or opened by a native application). A page that is a stranger's is told by its Referer,
 * or, where it hides that, by Sec-Fetch-Site (Fetch Metadata); a browser lets no page write either.
 */
export function mayBeSentFrom({ referer, 'sec-fetch-site': site }: Pick<IncomingHttpHeaders, 'referer'> & { readonly 'sec-fetch-site'?: string | string[] | undefined }, trusted: TrustedOrigins): boolean {
  if (referer !== undefined && referer !== '') return URL.canParse(referer) && trusted.has(new URL(referer).origin);
  return site === undefined || site === 'none' || site === 'same-origin' || site === 'same-site';
}

import { encodeCursor, type PagePosition } from './cursor.js';
import { nextLink } from './next-link.js';

export interface Page<T> {
  readonly items: readonly T[];
  /** The beginning of the next page; absent on the last one. */
  readonly next?: string;
  /** The number of entries on all pages, when it is cheap to count. */
  readonly total?: number;
}

/** The page of `limit` rows from a query for `limit + 1`. One row more means that there is a next page. */
export function pageOf<T extends PagePosition>(rows: readonly T[], limit: number, total?: number): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const counted = total === undefined ? {} : { total };
  return rows.length > limit && last ? { items, next: encodeCursor(last), ...counted } : { items, ...counted };
}

/** Sets a page's `Link` header (RFC 8288) and, if known, `X-Total-Count`. Returns the items, the answer's JSON array. */
export function answerPage<T>(
  page: Page<T>,
  request: { readonly originalUrl: string },
  response: { setHeader(name: string, value: string): unknown },
): readonly T[] {
  if (page.next !== undefined) {
    const [path = '/', query = ''] = request.originalUrl.split('?', 2);
    response.setHeader('Link', nextLink(path, Object.fromEntries(new URLSearchParams(query)), page.next));
  }
  if (page.total !== undefined) response.setHeader('X-Total-Count', String(page.total));
  return page.items;
}

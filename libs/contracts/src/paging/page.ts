import { encodeCursor, type PagePosition } from './cursor.js';
import { nextLink } from './next-link.js';

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: string;
  /** How many there are on all pages, where that is cheap to know. */
  readonly total?: number;
}

/** The page of `limit` rows out of a query for `limit + 1`: the row too many says that there is a next page. */
export function pageOf<T extends PagePosition>(rows: readonly T[], limit: number, total?: number): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const counted = total === undefined ? {} : { total };
  return rows.length > limit && last ? { items, next: encodeCursor(last), ...counted } : { items, ...counted };
}

/** Sets the `Link` header of a page (RFC 8288), and `X-Total-Count` where it is known, and gives its items, the answer's JSON array. */
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

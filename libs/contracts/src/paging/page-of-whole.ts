import { decodeCursor, encodeCursor, type PagePosition } from './cursor.js';
import type { Page } from './page.js';
import type { PageQuery } from './page-query.dto.js';

/**
 * A page of a short list that was read whole, in its own order. When the row of the cursor is gone, the list begins again,
 * so rows may come twice but none is left out.
 * @throws RequestErrors.invalid for a cursor that is none
 */
export function pageOfWhole<T>(rows: readonly T[], { limit, cursor }: PageQuery, positionOf: (row: T) => PagePosition): Page<T> {
  const last = cursor === undefined ? undefined : decodeCursor(cursor).id;
  const begin = last === undefined ? 0 : rows.findIndex((row) => positionOf(row).id === last) + 1;
  const items = rows.slice(begin, begin + limit);
  const end = items.at(-1);
  const more = begin + limit < rows.length && end !== undefined;
  return { items, total: rows.length, ...(more ? { next: encodeCursor(positionOf(end)) } : {}) };
}

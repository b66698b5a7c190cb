import type { EntityManager } from 'typeorm';

/** How far a list is counted: rows that an index yields one after the other, and rows that each must be looked at. */
export const COUNTED = { plain: 10_000, searched: 1_000 } as const;

/**
 * How many rows `select` (a SELECT without LIMIT) yields; undefined when they are more than `most`, so
 * that the price of a page does not grow with the list.
 */
export async function countedRows(manager: EntityManager, select: string, values: unknown[], most: number): Promise<number | undefined> {
  const [row] = await manager.query<{ rows: number }[]>(`SELECT count(*)::integer AS rows FROM (${select} LIMIT ${most + 1}) counted`, values);
  const rows = row?.rows ?? 0;
  return rows > most ? undefined : rows;
}

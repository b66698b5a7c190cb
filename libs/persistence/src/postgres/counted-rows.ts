import type { EntityManager } from 'typeorm';

/** Up to how many rows a list is counted: rows that come straight from an index, and rows that must each be checked. */
export const COUNTED = { plain: 10_000, searched: 1_000 } as const;

/**
 * The number of rows of `select` (a SELECT without LIMIT); undefined above `most`, so that a page does not cost more as
 * the list grows.
 */
export async function countedRows(manager: EntityManager, select: string, values: unknown[], most: number): Promise<number | undefined> {
  const [row] = await manager.query<{ rows: number }[]>(`SELECT count(*)::integer AS rows FROM (${select} LIMIT ${most + 1}) counted`, values);
  const rows = row?.rows ?? 0;
  return rows > most ? undefined : rows;
}

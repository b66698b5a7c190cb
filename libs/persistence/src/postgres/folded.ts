/** The text `sql` without its case, by the product's own collation: the same in every database, whatever its locale. */
export function folded(sql: string): string {
  return `lower((${sql}) COLLATE fold_case)`;
}

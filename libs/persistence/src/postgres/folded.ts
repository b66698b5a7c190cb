/**
 * The text `sql` without its case, by the product's own collation, so every database gives the same result in any
 * locale.
 */
export function folded(sql: string): string {
  return `lower((${sql}) COLLATE fold_case)`;
}

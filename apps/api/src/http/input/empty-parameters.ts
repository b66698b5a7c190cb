import { declaredFields } from './declared-fields.js';

/**
 * In a list, a parameter without a value is one left out: clients send `?cursor=` for the first page. An empty number is a
 * mistake. Elsewhere an empty value is a value, which the DTO takes or refuses: what an empty `dry_run` or `redirect_to`
 * means is not to be guessed.
 */
export function withoutEmptyParameters(query: unknown, dto: unknown): unknown {
  if (typeof query !== 'object' || query === null || typeof dto !== 'function') return query;
  const fields = declaredFields(dto);
  if (!fields.some(({ name }) => name === 'cursor')) return query;
  const known = new Set(fields.filter(({ rules }) => !rules.has('isInt')).map(({ name }) => name));
  return Object.fromEntries(Object.entries(query).filter(([name, value]) => value !== '' || !known.has(name)));
}

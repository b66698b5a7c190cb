import { declaredFields } from './declared-fields.js';

/**
 * An empty `cursor` is no cursor: clients send `?cursor=` for the first page. Any other empty value is a value, which the
 * DTO takes or refuses: what an empty `dry_run` or `redirect_to` means is not to be guessed.
 */
export function withoutEmptyCursor(query: unknown, dto: unknown): unknown {
  if (typeof query !== 'object' || query === null || typeof dto !== 'function' || !('cursor' in query) || query.cursor !== '') return query;
  if (!declaredFields(dto).some(({ name }) => name === 'cursor')) return query;
  return Object.fromEntries(Object.entries(query).filter(([name]) => name !== 'cursor'));
}

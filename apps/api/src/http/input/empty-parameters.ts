import { declaredFields } from './declared-fields.js';

/**
 * A parameter without a value is one left out (RFC 6749 section 3.1 has it so for its endpoints, and
 * clients send `?cursor=` for a first page). Not where the request changes something: what an empty
 * `dry_run` means is not to be guessed; and a number that is empty is a mistake. Those stay, and unknown ones, to be refused.
 */
export function withoutEmptyParameters(query: unknown, dto: unknown, method: string | undefined): unknown {
  if ((method !== 'GET' && method !== 'HEAD') || typeof query !== 'object' || query === null || typeof dto !== 'function') return query;
  const known = new Set(declaredFields(dto).filter(({ rules }) => !rules.has('isInt')).map(({ name }) => name));
  return Object.fromEntries(Object.entries(query).filter(([name, value]) => value !== '' || !known.has(name)));
}

import { rewriteDeclared } from './declared-fields.js';

/** RFC 7396: in a change of a resource, null takes the field's value away. */
const CHANGES = new Set(['PATCH', 'PUT']);

/**
 * In a JSON body `null` is the field left out, wherever in the body it is: the field gets its default, where the DTO has
 * one. A change of a resource keeps its nulls: its DTO says by `@IsOptional()` which fields may be empty, and the rules
 * of the others refuse null.
 */
export function nullIsLeftOut(body: object, method: string | undefined): void {
  if (method !== undefined && CHANGES.has(method)) return;
  rewriteDeclared(body, ({ name }, value, of) => (value === null ? defaultOf(of, name) : value));
}

function defaultOf(dto: object, field: string): unknown {
  const fresh = new (dto.constructor as new () => Record<string, unknown>)();
  return fresh[field];
}

import { canonicalUuid } from '@authengine/kernel';
import { rewriteDeclared } from './declared-fields.js';

const UUID_RULE = 'isUuid';

/** Brings the fields that a DTO declares as UUIDs into the one form in which ids are compared, cached and kept. Other text stays: a password may look like a UUID. */
export function canonicalUuids(dto: object): void {
  rewriteDeclared(dto, ({ rules }, value) => {
    if (!rules.has(UUID_RULE)) return value;
    return Array.isArray(value) ? value.map((item: unknown) => canonicalUuid(item)) : canonicalUuid(value);
  });
}

import { getMetadataStorage } from 'class-validator';

/** A field that a DTO declares, and the names of the rules that it is validated by. */
export interface DeclaredField {
  readonly name: string;
  readonly rules: ReadonlySet<string>;
}

const known = new WeakMap<object, readonly DeclaredField[]>();

/** The fields that a class declares by validation rules, inherited ones too; none for what is no DTO. */
export function declaredFields(type: unknown): readonly DeclaredField[] {
  if (typeof type !== 'function') return [];
  const read = known.get(type);
  if (read) return read;
  const byName = new Map<string, Set<string>>();
  for (const { propertyName, name } of getMetadataStorage().getTargetValidationMetadatas(type, '', false, false)) {
    const rules = byName.get(propertyName) ?? new Set();
    byName.set(propertyName, name === undefined ? rules : rules.add(name));
  }
  const fields = [...byName].map(([name, rules]) => ({ name, rules }));
  known.set(type, fields);
  return fields;
}

/** `change` gives every declared field of `value`, and of the DTOs inside it, the value that it is to have. */
export function rewriteDeclared(value: unknown, change: (field: DeclaredField, value: unknown, of: object) => unknown): void {
  if (Array.isArray(value)) for (const item of value) rewriteDeclared(item, change);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const object = value as Record<string, unknown>;
  for (const field of declaredFields(object.constructor)) {
    const [was, is] = [object[field.name], change(field, object[field.name], object)];
    if (is !== was) object[field.name] = is;
    rewriteDeclared(is, change);
  }
}

import type { OpenAPIObject } from '@nestjs/swagger';

export type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
export type SchemaOrRef = Schemas[string];
export type Schema = Exclude<SchemaOrRef, { $ref: string }>;

const COMPONENTS = '#/components/schemas/';

/** The schema among the components that a reference means; undefined for what is no reference. */
export function componentOf(document: OpenAPIObject, schema: SchemaOrRef | undefined): Schema | undefined {
  if (!schema || !('$ref' in schema)) return undefined;
  const target = document.components?.schemas?.[schema.$ref.slice(COMPONENTS.length)];
  return target && '$ref' in target ? componentOf(document, target) : target;
}

/** Every object of the document, with where it is: `paths./me.get`. */
export function* objectsIn(value: unknown, place = ''): Generator<readonly [place: string, object: Record<string, unknown>]> {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* objectsIn(item, `${place}[${index}]`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  yield [place, value as Record<string, unknown>];
  for (const [key, item] of Object.entries(value)) yield* objectsIn(item, place === '' ? key : `${place}.${key}`);
}

import type { OpenAPIObject } from '@nestjs/swagger';
import { componentOf, objectsIn, type SchemaOrRef } from './schemas.js';

/**
 * Lets null through where the document says `nullable`. Nest says it beside a reference, whose own schema refuses null
 * (`allOf` holds a value to both), and beside an `enum` that lacks it (OpenAPI 3.0.4, "Fixed Fields" of the Schema Object). So
 * the schema is written out there, and null is one of the values.
 */
export function letNullThrough(document: OpenAPIObject): void {
  const writtenOut = new Set<string>();
  for (const [, object] of objectsIn(document)) {
    if (object['nullable'] !== true) continue;
    const reference = onlyReference(object['allOf']);
    const target = componentOf(document, reference);
    if (reference && target) {
      delete object['allOf'];
      Object.assign(object, { ...target, ...object });
      writtenOut.add(reference.$ref);
    }
    const { enum: values } = object;
    if (Array.isArray(values) && !values.includes(null)) object['enum'] = [...(values as unknown[]), null];
  }
  dropUnused(document, writtenOut);
}

function onlyReference(parts: unknown): { readonly $ref: string } | undefined {
  if (!Array.isArray(parts) || parts.length !== 1) return undefined;
  const [part] = parts as [SchemaOrRef];
  return '$ref' in part ? part : undefined;
}

/** Of the components that were written out, those that nothing names any more. */
function dropUnused(document: OpenAPIObject, writtenOut: ReadonlySet<string>): void {
  const named = new Set([...objectsIn(document)].map(([, object]) => object['$ref']));
  for (const reference of writtenOut) {
    if (!named.has(reference)) delete document.components?.schemas?.[reference.slice(reference.lastIndexOf('/') + 1)];
  }
}

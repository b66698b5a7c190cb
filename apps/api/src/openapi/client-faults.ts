import type { OpenAPIObject } from '@nestjs/swagger';
import { objectsIn } from './schemas.js';

/** What a client that is generated from the document fails on, or gets wrong, with where it is. */
export function clientFaults(document: OpenAPIObject): string[] {
  const inObjects = [...objectsIn(document)].flatMap(([place, object]) => [
    ...(isChoice(object) ? [`${place} is a choice that a client cannot tell apart: say one schema`] : []),
    ...(object['type'] === 'number' && object['format'] === undefined ? [`${place} is a number without a format: say integer, or double`] : []),
    ...(isBooleanOfOne(object) ? [`${place} is a boolean with an enum, which generators cannot name`] : []),
    ...(refusesNull(object) ? [`${place} is nullable, and its allOf or enum refuses null: write the schema out, with null in it`] : []),
  ]);
  // Nest makes a schema of this name for a property whose type is lost when the code is compiled.
  const lost = document.components?.schemas?.['Object'] ? ['components.schemas.Object is the type of a property that does not say its own'] : [];
  return [...inObjects, ...lost];
}

function isChoice(object: Record<string, unknown>): boolean {
  return object['discriminator'] === undefined && [object['oneOf'], object['anyOf']].some((parts) => Array.isArray(parts));
}

function isBooleanOfOne(object: Record<string, unknown>): boolean {
  return object['type'] === 'boolean' && Array.isArray(object['enum']);
}

function refusesNull({ nullable, allOf, enum: values }: Record<string, unknown>): boolean {
  return nullable === true && (Array.isArray(allOf) || (Array.isArray(values) && !values.includes(null)));
}

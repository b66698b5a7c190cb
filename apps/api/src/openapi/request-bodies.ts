import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsOf, type Operation } from './operations.js';
import { componentOf, type Schema } from './schemas.js';

const JSON_TYPE = 'application/json';

/**
 * Says of bodies what the server does with them. A JSON body is strict: a field that is not declared is refused, so its
 * schema is closed. A form is not: its unknown parameters are ignored (RFC 6749 section 3.1), so a form that has a JSON
 * body's schema gets an open one of its own. The form stands first: a generator takes the first of two, and Java's leaves
 * out the class of a form that stands second. A body of which nothing is required may be left out.
 */
export function describeRequestBodies(document: OpenAPIObject): void {
  for (const operation of operationsOf(document)) {
    const body = operation.requestBody;
    if (!body || !('content' in body)) continue;
    for (const [type, media] of Object.entries(body.content)) {
      const schema = componentOf(document, media.schema);
      if (!schema) continue;
      if (type === JSON_TYPE) close(document, schema);
      // A form that is no other body's schema keeps its name.
      else if (body.content[JSON_TYPE] === undefined) schema.additionalProperties = true;
      else media.schema = { ...structuredClone(schema), additionalProperties: true };
    }
    const forms = Object.entries(body.content).filter(([type]) => type !== JSON_TYPE);
    body.content = { ...Object.fromEntries(forms), ...body.content };
    body.required = mustBeSent(document, operation);
  }
}

/** The schema and the declared objects inside it; one that says itself what it takes beside its properties is left as it is. */
function close(document: OpenAPIObject, schema: Schema): void {
  if (schema.properties === undefined || schema.additionalProperties !== undefined) return;
  schema.additionalProperties = false;
  for (const property of Object.values(schema.properties)) {
    for (const inner of [property, 'items' in property ? property.items : undefined]) {
      const component = componentOf(document, inner);
      if (component) close(document, component);
    }
  }
}

function mustBeSent(document: OpenAPIObject, { requestBody }: Operation): boolean {
  if (!requestBody || !('content' in requestBody)) return false;
  const schemas = Object.values(requestBody.content).map(({ schema }) => componentOf(document, schema) ?? schema);
  return schemas.some((schema) => schema === undefined || '$ref' in schema || (schema.required ?? []).length > 0);
}

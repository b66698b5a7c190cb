import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_MEDIA_TYPE } from '../http/problem-details.js';
import { operationsOf } from './build-document.js';

type Operation = ReturnType<typeof operationsOf>[number];
type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Schema = Schemas[string];

/** Formats that every reader of a document can make an example of. */
const TELLING_FORMATS = new Set(['uuid', 'date-time', 'email', 'uri']);

/** What a reader of the document would miss: an operation's summary, tag, example or problem codes. */
export function documentFaults(document: OpenAPIObject): string[] {
  const schemas = document.components?.schemas ?? {};
  const ids = operationsOf(document).map(({ operationId }) => operationId);
  return operationsOf(document).flatMap((operation) => {
    const missing = [
      !operation.summary && 'a summary',
      !operation.tags?.length && 'a tag',
      ids.filter((id) => id === operation.operationId).length !== 1 && 'an operationId of its own',
      !Object.keys(operation.responses).some((status) => /^[23]/.test(status)) && 'an answer',
      !successExamples(operation, schemas) && 'an example of its answer',
      !problemsNamed(operation) && 'problem codes',
    ].filter((what) => what !== false);
    return missing.map((what) => `${operation.operationId ?? '?'} lacks ${what}`);
  });
}

function successExamples(operation: Operation, schemas: Schemas): boolean {
  return Object.entries(operation.responses)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, response]) => (response && 'content' in response ? Object.values(response.content ?? {}) : []))
    .every((media) => media.example !== undefined || media.examples !== undefined || (media.schema !== undefined && hasExample(media.schema, schemas)));
}

function hasExample(schema: Schema, schemas: Schemas, seen: readonly string[] = []): boolean {
  if ('$ref' in schema) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
    const target = schemas[name];
    return target !== undefined && !seen.includes(name) && hasExample(target, schemas, [...seen, name]);
  }
  if (schema.example !== undefined || schema.default !== undefined || schema.enum !== undefined || TELLING_FORMATS.has(schema.format ?? '')) return true;
  const parts = schema.allOf ?? schema.oneOf ?? schema.anyOf;
  if (parts) return parts.some((part) => hasExample(part, schemas, seen));
  if (schema.items) return hasExample(schema.items, schemas, seen);
  const properties = Object.values(schema.properties ?? {});
  return schema.type === 'boolean' || (properties.length > 0 && properties.every((property) => hasExample(property, schemas, seen)));
}

function problemsNamed(operation: Operation): boolean {
  const problems = Object.entries(operation.responses).filter(([status]) => /^[45]/.test(status));
  return problems.length > 0 && problems.every(([, response]) => response !== undefined && 'content' in response && response.content?.[PROBLEM_MEDIA_TYPE]?.examples !== undefined);
}

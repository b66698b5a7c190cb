import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_MEDIA_TYPE } from '../http/problem-details.js';
import { clientFaults } from './client-faults.js';
import { operationsOf, type Operation } from './operations.js';
import type { SchemaOrRef as Schema, Schemas } from './schemas.js';

interface Media {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: unknown;
}

/** Formats that every reader of a document can make an example of. */
const TELLING_FORMATS = new Set(['uuid', 'date-time', 'email', 'uri']);

/** What a reader of the document would miss (an operation's summary, tag, example or problem codes), and what a generated client would fail on. */
export function documentFaults(document: OpenAPIObject): string[] {
  const schemas = document.components?.schemas ?? {};
  const ids = operationsOf(document).map(({ operationId }) => operationId);
  const incomplete = operationsOf(document).flatMap((operation) => {
    const missing = [
      !operation.summary && 'a summary',
      !operation.tags?.length && 'a tag',
      ids.filter((id) => id === operation.operationId).length !== 1 && 'an operationId of its own',
      !Object.keys(operation.responses).some((status) => /^[23]/.test(status)) && 'an answer',
      ...successes(operation).flatMap(([status, media]) => withoutExample(media, schemas).map((where) => `an example in its ${status} answer${where}`)),
      !problemsNamed(operation) && 'problem codes',
    ].filter((what) => what !== false);
    return missing.map((what) => `${operation.operationId ?? '?'} lacks ${what}`);
  });
  return [...incomplete, ...clientFaults(document)];
}

function successes(operation: Operation): [string, Media][] {
  return Object.entries(operation.responses)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([status, response]) => (response && 'content' in response ? Object.values(response.content ?? {}).map((media): [string, Media] => [status, media]) : []));
}

/** Where the answer has no example and none can be put together: `.user.name`, or the empty path for all of it. */
function withoutExample(media: Media, schemas: Schemas): string[] {
  if (media.example !== undefined || media.examples !== undefined) return [];
  return media.schema === undefined ? [''] : gaps(media.schema, schemas, '', []);
}

function gaps(schema: Schema, schemas: Schemas, path: string, seen: readonly string[]): string[] {
  if ('$ref' in schema) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
    const target = schemas[name];
    return target === undefined || seen.includes(name) ? [path] : gaps(target, schemas, path, [...seen, name]);
  }
  if (schema.example !== undefined || schema.default !== undefined || schema.enum !== undefined || TELLING_FORMATS.has(schema.format ?? '')) return [];
  const parts = schema.allOf ?? schema.oneOf ?? schema.anyOf;
  if (parts) return parts.flatMap((part) => gaps(part, schemas, path, seen));
  if (schema.items) return gaps(schema.items, schemas, `${path}[]`, seen);
  if (schema.type === 'boolean') return [];
  const properties = Object.entries(schema.properties ?? {});
  return properties.length === 0 ? [path] : properties.flatMap(([name, property]) => gaps(property, schemas, `${path}.${name}`, seen));
}

function problemsNamed(operation: Operation): boolean {
  const problems = Object.entries(operation.responses).filter(([status]) => /^[45]/.test(status));
  return problems.length > 0 && problems.every(([, response]) => response !== undefined && 'content' in response && response.content?.[PROBLEM_MEDIA_TYPE]?.examples !== undefined);
}

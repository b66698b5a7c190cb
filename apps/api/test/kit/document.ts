import type { OpenAPIObject } from '@nestjs/swagger';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

interface FieldSchema {
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly example?: unknown;
}

/** An operation that takes a JSON body, as a client reads it from the document. */
export interface JsonOperation {
  readonly id: string;
  readonly method: string;
  /** Without the base path, with `{parameters}`. */
  readonly path: string;
  readonly required: readonly string[];
  readonly fields: Readonly<Record<string, FieldSchema>>;
  /** What the document gives as an example of it. */
  readonly example: Readonly<Record<string, unknown>>;
  /** Security schemes that it asks for. */
  readonly schemes: readonly string[];
}

export async function readDocument(test: { readonly url: string }): Promise<OpenAPIObject> {
  return (await (await fetch(`${test.url}/openapi.json`)).json()) as OpenAPIObject;
}

export function jsonOperations(document: OpenAPIObject): JsonOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      const body = operation?.requestBody;
      if (!operation || !body || !('content' in body)) return [];
      const schema = resolve(document, body.content['application/json']?.schema);
      if (!schema) return [];
      const fields = (schema.properties ?? {}) as Record<string, FieldSchema>;
      const example = Object.fromEntries(Object.entries(fields).flatMap(([name, field]) => (field.example === undefined ? [] : [[name, field.example]])));
      const schemes = (operation.security ?? []).flatMap((scheme) => Object.keys(scheme));
      return [{ id: operation.operationId ?? '', method: method.toUpperCase(), path: path.replace('/api/v1', ''), required: schema.required ?? [], fields, example, schemes }];
    }),
  );
}

interface ObjectSchema {
  readonly required?: readonly string[];
  readonly properties?: object;
}

function resolve(document: OpenAPIObject, schema: unknown): ObjectSchema | undefined {
  const { $ref } = (schema ?? {}) as { $ref?: string };
  return ($ref ? document.components?.schemas?.[$ref.slice($ref.lastIndexOf('/') + 1)] : schema) as ObjectSchema | undefined;
}


import type { OpenAPIObject } from '@nestjs/swagger';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** What a client reads of one operation. */
export interface Operation {
  readonly method: string;
  /** Without the base path. */
  readonly path: string;
  /** Security schemes that it asks for. */
  readonly schemes: readonly string[];
  /** Those that it takes, and does without. */
  readonly optional: readonly string[];
  /** Names of its body's fields and of its parameters, wherever they go. */
  readonly fields: readonly string[];
}

export function operationsIn(document: OpenAPIObject): Operation[] {
  const resolve = (schema: unknown): { properties?: object } => {
    const { $ref } = (schema ?? {}) as { $ref?: string };
    return ($ref ? document.components?.schemas?.[$ref.slice($ref.lastIndexOf('/') + 1)] : (schema ?? {})) as { properties?: object };
  };
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      if (!operation) return [];
      const body = operation.requestBody && 'content' in operation.requestBody ? Object.values(operation.requestBody.content) : [];
      const fields = [...body.flatMap(({ schema }) => Object.keys(resolve(schema).properties ?? {})), ...(operation.parameters ?? []).map((parameter) => ('name' in parameter ? parameter.name : '?'))];
      const schemes = (operation.security ?? []).flatMap((scheme) => Object.keys(scheme));
      const optional = operation.security?.some((scheme) => Object.keys(scheme).length === 0) === true;
      return [{ method: method.toUpperCase(), path: path.replace('/api/v1', ''), schemes: optional ? [] : schemes, optional: optional ? schemes : [], fields: [...new Set(fields)] }];
    }),
  );
}

import type { OpenAPIObject } from '@nestjs/swagger';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

export function operationsOf(document: OpenAPIObject): Operation[] {
  return operationsByPath(document).map(([, operation]) => operation);
}

/** Each operation, behind its path. */
export function operationsByPath(document: OpenAPIObject): [string, Operation][] {
  return Object.entries(document.paths).flatMap(([path, item]) => METHODS.flatMap((method): [string, Operation][] => (item[method] ? [[path, item[method]]] : [])));
}

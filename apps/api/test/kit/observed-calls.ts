import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { TestApp } from '../test-app.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

export interface ObservedCall {
  /** `PATCH /api/v1/me`, as the document names it. */
  readonly operation: string;
  readonly status: number;
  readonly requestId: string;
}

export interface WritingOperation {
  readonly operation: string;
  /** The event that the document promises; undefined where it names none. */
  readonly event: string | undefined;
  /** Whether it takes callers who are signed in, and refuses others. */
  readonly needsLogin: boolean;
}

/** The operations of the document that write: all but GET, and of those each that is audited. */
export function writingOperations(document: OpenAPIObject): WritingOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      if (!operation) return [];
      const event = (operation as { readonly 'x-audit-event'?: string })['x-audit-event'];
      if (method === 'get' && event === undefined) return [];
      const needsLogin = (operation.security ?? []).some((scheme) => 'bearer' in scheme) && !(operation.security ?? []).some((scheme) => Object.keys(scheme).length === 0);
      return [{ operation: `${method.toUpperCase()} ${path}`, event, needsLogin }];
    }),
  );
}

/** Notes every request that the application answers from now on, by its operation in the document. */
export function observeCalls(test: TestApp, document: OpenAPIObject): ObservedCall[] {
  const seen: ObservedCall[] = [];
  // A literal stands before a parameter at the same place.
  const paths = Object.keys(document.paths).sort((a, b) => a.split('{').length - b.split('{').length).map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`) }));
  const server = test.app.getHttpServer();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    response.on('finish', () => {
      const { pathname } = new URL(request.url ?? '/', test.url);
      const path = paths.find(({ pattern }) => pattern.test(pathname))?.path ?? pathname;
      seen.push({ operation: `${request.method ?? ''} ${path}`, status: response.statusCode, requestId: String(response.getHeader('x-request-id')) });
    });
  });
  return seen;
}

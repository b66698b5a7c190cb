import { runInRequest, type RequestContext } from '@authengine/contracts';
import type { IntrospectionEndpoint } from '@authengine/introspection';
import type { Request, RequestHandler, Response } from 'express';
import type { Draining } from '../draining.js';
import type { RequestObserver } from '../logging/request-log.middleware.js';
import { INTROSPECTION_PATH } from './base-path.js';
import type { ProblemFilter } from './problem.filter.js';
import { contextOf } from './request-context.middleware.js';

/** Takes a request that Express need not see; false leaves it to Express. */
export type ExpressLane = (request: Request, response: Response) => boolean;

export interface LaneParts {
  readonly problems: ProblemFilter;
  readonly observe: RequestObserver;
  readonly securityHeaders: RequestHandler;
  readonly draining: Draining;
}

const ROUTE = { path: INTROSPECTION_PATH };

/** Tries one lane after the other. */
export function lanes(...each: readonly ExpressLane[]): ExpressLane {
  return (request, response) => each.some((lane) => lane(request, response));
}

/**
 * Introspection is asked on every request of the company's services, and Express's and Nest's routers
 * cost more than the answer. The same handler, context, measurement and headers stand here in one
 * piece. Only the plain case is taken: another spelling of the path, a browser's request, or a
 * server that is about to stop goes the long way.
 */
export function introspectionLane(endpoint: IntrospectionEndpoint, { problems, observe, securityHeaders, draining }: LaneParts): ExpressLane {
  const fixed = headersOf(securityHeaders);
  return (request, response) => {
    if (request.url !== INTROSPECTION_PATH || request.method !== 'POST' || request.headers.origin !== undefined || draining.active) return false;
    // What Express would have set by now.
    request.originalUrl = INTROSPECTION_PATH;
    request.route = ROUTE;
    const context = contextOf(request);
    const observed = observe(request, response, context);
    runInRequest(context, () => {
      endpoint.answer(request, response).then(
        (answer) => {
          response.writeHead(200, ['X-Request-Id', context.requestId, ...fixed, 'Content-Type', 'application/json; charset=utf-8', 'Content-Length', String(Buffer.byteLength(answer))]);
          response.end(answer);
          observed();
        },
        (error: unknown) => {
          response.once('close', observed);
          setHeaders(response, context, fixed);
          problems.answer(error, request, response);
        },
      );
    });
    return true;
  };
}

/** What the middleware would have set on the answer by now. */
export function setHeaders(response: Response, context: RequestContext, fixed: readonly string[]): void {
  response.setHeader('X-Request-Id', context.requestId);
  for (let i = 0; i < fixed.length; i += 2) response.setHeader(fixed[i] ?? '', fixed[i + 1] ?? '');
}

/** The headers that the middleware sets on every answer of the API, as name, value, name, value. */
export function headersOf(middleware: RequestHandler): string[] {
  const headers: string[] = [];
  const response = {
    setHeader: (name: string, value: string) => headers.push(name, value),
    removeHeader: () => undefined,
  };
  void middleware({ path: INTROSPECTION_PATH } as Request, response as unknown as Response, () => undefined);
  return headers;
}

import { runInRequest } from '@authengine/contracts';
import type { Taking } from '@authengine/kernel';
import type { Request, RequestHandler, Response } from 'express';
import type { Draining } from '../draining.js';
import type { RequestObserver } from '../logging/request-log.middleware.js';
import { answersInOneWrite } from './answer-in-one-write.js';
import { BASE_PATH } from './base-path.js';
import type { ProblemFilter } from './problem.filter.js';
import type { ContextReader } from './request-context.middleware.js';

/** Takes a request that Express need not see; false leaves it to Express. */
export type ExpressLane = (request: Request, response: Response) => boolean;

/** What answers POSTs to one path before the routers have seen them. */
export interface Lane {
  readonly path: string;
  /** Asked before anything is done: true leaves the request to Express. */
  readonly declines?: () => boolean;
  /** The JSON of a 200; fails with the problem. */
  readonly answer: (request: Request, response: Response) => Taking<string>;
}

export interface LaneParts {
  readonly contextOf: ContextReader;
  readonly problems: ProblemFilter;
  readonly observe: RequestObserver;
  readonly securityHeaders: RequestHandler;
  readonly draining: Draining;
}

/**
 * Express's and Nest's routers cost more than some answers do. The same handlers, context, measurement
 * and headers stand here in one piece. Only the plain case is taken: another spelling of the path, a
 * browser's request, or a server that is about to stop goes the long way.
 */
export function expressLane({ contextOf, problems, observe, securityHeaders, draining }: LaneParts, lanes: readonly Lane[]): ExpressLane {
  const fixed = headersOf(securityHeaders);
  const setFixed = (response: Response, requestId: string): void => {
    // The challenge is the handler's, so it comes after what the middleware sets.
    const challenge = response.getHeader('WWW-Authenticate');
    response.removeHeader('WWW-Authenticate');
    response.setHeader('X-Request-Id', requestId);
    for (let i = 0; i < fixed.length; i += 2) response.setHeader(fixed[i] ?? '', fixed[i + 1] ?? '');
    if (challenge !== undefined) response.setHeader('WWW-Authenticate', challenge);
  };
  const answered = answersInOneWrite(fixed);
  const byPath = new Map(lanes.map((lane) => [lane.path, { ...lane, route: { path: lane.path } }]));
  return (request, response) => {
    const lane = byPath.get(request.url);
    if (lane === undefined || request.method !== 'POST' || request.headers.origin !== undefined || draining.active || lane.declines?.() === true) return false;
    // What Express would have set by now.
    request.originalUrl ??= lane.path;
    request.route = lane.route;
    const context = contextOf(request);
    const observed = observe(request, response, context);
    runInRequest(context, () => {
      lane.answer(request, response)((read) => {
        try {
          answered(response, context.requestId, read());
        } catch (error) {
          // Nobody above catches what is thrown here, and others wait for the same event.
          if (!response.headersSent) setFixed(response, context.requestId);
          problems.answer(error, request, response);
        }
        // Not at its `close`, which never comes where the client has gone already.
        observed();
      });
    });
    return true;
  };
}

/** The headers that the middleware sets on every answer of the API, as name, value, name, value. */
export function headersOf(middleware: RequestHandler): string[] {
  const headers: string[] = [];
  const response = {
    setHeader: (name: string, value: string) => headers.push(name, value),
    removeHeader: () => undefined,
  };
  void middleware({ path: `/${BASE_PATH}` } as Request, response as unknown as Response, () => undefined);
  return headers;
}

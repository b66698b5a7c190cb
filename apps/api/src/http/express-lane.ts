import type { IntrospectionEndpoint } from '@authengine/introspection';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { BASE_PATH } from './base-path.js';
import type { ProblemFilter } from './problem.filter.js';

/** Takes a request that Express need not see; false leaves it to Express. */
export type ExpressLane = (request: Request, response: Response) => boolean;

const PATH = `/${BASE_PATH}/auth/introspect`;
const ROUTE = { path: PATH };

/**
 * Introspection is asked on every request of the company's services: it passes the same middleware
 * and the same handler as by its route, but not through the routers of Express and Nest, which cost
 * more than the answer. Only the exact path is taken; whatever else leads to the route goes the long way.
 */
export function introspectionLane(middleware: readonly RequestHandler[], endpoint: IntrospectionEndpoint, problems: ProblemFilter): ExpressLane {
  const handler = (request: Request, response: Response): void => {
    endpoint.handle(request, response).catch((error: unknown) => {
      problems.answer(error, request, response);
    });
  };
  const lane = middleware.reduceRight<(request: Request, response: Response) => void>(
    (rest, step) => (request, response) => {
      const next = (error?: unknown): void => {
        if (error === undefined) rest(request, response);
        else problems.answer(error, request, response);
      };
      void step(request, response, next as NextFunction);
    },
    handler,
  );
  return (request, response) => {
    if (request.url !== PATH || request.method !== 'POST') return false;
    // What Express would have set by now.
    request.originalUrl = PATH;
    request.route = ROUTE;
    lane(request, response);
    return true;
  };
}

import { performance } from 'node:perf_hooks';
import { currentRequest, type RequestContext } from '@authengine/contracts';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { HttpMetrics } from '../health/http-metrics.js';
import { FORWARD_PATH, INTROSPECTION_PATH, pathOf } from '../http/base-path.js';

const MAX_PATH = 256;

/** Begins to time a request; what it gives is called once, when the answer is out or the client gone. */
export type RequestObserver = (request: Request, response: Response, context: RequestContext | null) => () => void;

/**
 * One line, and one observation, for each request: never its query, headers or body. Introspections
 * that were answered, and what proxies were told to let through, are measured, and logged at `debug` only: there is one
 * for every request of every service.
 */
export function requestObserver(log: Logger, metrics: HttpMetrics): RequestObserver {
  // Redaction by wildcards costs 25 µs a line, as much as a request; these fields are all that there are.
  const lines = log.child({}, { redact: { paths: ['authorization'] } });
  return (request, response, context) => {
    const began = performance.now();
    return () => {
      const ms = performance.now() - began;
      const route = routeOf(request);
      metrics.observe(request.method, route, response.statusCode, ms / 1000);
      const level = (route === INTROSPECTION_PATH || route === FORWARD_PATH) && response.statusCode === 200 ? 'debug' : 'info';
      if (!lines.isLevelEnabled(level)) return;
      lines[level](
        {
          request_id: context?.requestId,
          method: request.method,
          path: route ?? pathOf(request.originalUrl).slice(0, MAX_PATH),
          status: response.statusCode,
          ms: Math.round(ms * 10) / 10,
          ...(response.writableEnded ? {} : { aborted: true }),
        },
        'request',
      );
    };
  };
}

export function requestLog(observe: RequestObserver): RequestHandler {
  return (request, response, next) => {
    response.once('close', observe(request, response, currentRequest()));
    next();
  };
}

/** The route's pattern, or undefined where none matched. */
function routeOf(request: Request): string | undefined {
  const path = (request.route as { path?: unknown } | undefined)?.path;
  return typeof path === 'string' && !path.includes('*') ? path : undefined;
}

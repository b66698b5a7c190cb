import type { RequestHandler } from 'express';

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';
/** The API's own, and what tracers, caches and libraries of browsers send of themselves. */
const ASKED_HEADERS = ['Authorization', 'Content-Type', 'X-Request-Id', 'traceparent', 'tracestate', 'baggage', 'sentry-trace', 'x-requested-with', 'cache-control', 'pragma'];
const SHOWN_HEADERS = 'X-Request-Id, Retry-After, Link, X-Total-Count, WWW-Authenticate, X-Revocation-Epoch, ETag';
const PREFLIGHT_SECONDS = '600';

/**
 * Lets pages of exactly these origins call the API (Fetch standard, CORS protocol); others get no
 * header at all. Credentials (the refresh cookie, and the one that binds a provider login to its browser) go with named
 * origins only, never with `*`: an origin that is named beside `*` has them.
 */
export function cors(origins: readonly string[], moreHeaders: readonly string[] = []): RequestHandler {
  const askedHeaders = [...ASKED_HEADERS, ...moreHeaders].join(', ');
  const named = new Set(origins);
  const anyone = named.has('*');
  return (request, response, next) => {
    response.vary('Origin');
    const origin = request.headers.origin;
    if (origin === undefined || (!anyone && !named.has(origin))) {
      next();
      return;
    }
    const isNamed = origin !== '*' && named.has(origin);
    response.setHeader('Access-Control-Allow-Origin', isNamed ? origin : '*');
    if (isNamed) response.setHeader('Access-Control-Allow-Credentials', 'true');
    response.setHeader('Access-Control-Expose-Headers', SHOWN_HEADERS);
    if (request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined) {
      response.setHeader('Access-Control-Allow-Methods', METHODS);
      response.setHeader('Access-Control-Allow-Headers', askedHeaders);
      response.setHeader('Access-Control-Max-Age', PREFLIGHT_SECONDS);
    }
    next();
  };
}

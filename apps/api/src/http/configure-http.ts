import { Anchors, AuditRelay, Witnesses } from '@authengine/audit';
import { Settings } from '@authengine/config';
import { AuditTrail, RequestErrors } from '@authengine/contracts';
import { HashingQueue } from '@authengine/crypto';
import { PostgresPools } from '@authengine/persistence';
import { ForwardAuth, IntrospectionEndpoint, RevocationStreams } from '@authengine/introspection';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { Draining } from '../draining.js';
import { registerAuditMetrics } from '../health/audit-metrics.js';
import { HttpMetrics } from '../health/http-metrics.js';
import { registerLoadMetrics } from '../health/load-metrics.js';
import { requestLog, requestObserver } from '../logging/request-log.middleware.js';
import { setupOpenApi } from '../openapi/setup-openapi.js';
import { BASE_PATH, BATCH_PATH, INTROSPECTION_PATH, WITHOUT_BASE_PATH } from './base-path.js';
import { jsonBody } from './body/json-body.middleware.js';
import { busyLoginLane } from './busy-login-lane.js';
import { cors } from './cors.middleware.js';
import { expressLane } from './express-lane.js';
import { forwardLane } from './forward-lane.js';
import { FastExpressAdapter } from './fast-express.adapter.js';
import { RequestLoad } from './limits/request-load.js';
import { Overload } from './limits/overload.js';
import { methods } from './methods.middleware.js';
import { overloadLane } from './overload-lane.js';
import { ProblemFilter } from './problem.filter.js';
import { protocolPreflight } from './protocol-preflight.middleware.js';
import { publicPathRewriter } from './public-path.js';
import { contextReader, requestContext } from './request-context.middleware.js';
import { RouteTable } from './routes/route-table.js';
import { securityHeaders } from './security-headers.middleware.js';

/** What a request passes before its route, in this order. The application is not initialised yet. */
export function configureHttp(app: NestExpressApplication, log: Logger): void {
  const { API_DOCS, CORS_HEADERS, CORS_ORIGINS, HSTS_INCLUDE_SUBDOMAINS, OIDC_ENABLED, TRUSTED_PROXIES } = app.get(Settings).values;
  const { publicPath } = app.get(Settings);
  const routes = app.get(RouteTable);
  const draining = app.get(Draining);
  draining.onBegin(() => {
    app.get(RevocationStreams).close();
  });
  const observe = requestObserver(log, app.get(HttpMetrics));

  const headers = securityHeaders({ hstsOfSubdomains: HSTS_INCLUDE_SUBDOMAINS });
  const contextOf = contextReader(TRUSTED_PROXIES);

  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.setGlobalPrefix(BASE_PATH, { exclude: WITHOUT_BASE_PATH });

  const around: RequestHandler[] = [
    requestContext(contextOf),
    requestLog(observe),
    (_request, response, next) => {
      if (draining.active) response.setHeader('Connection', 'close');
      next();
    },
    headers,
    ...(CORS_ORIGINS.length > 0 ? [cors(CORS_ORIGINS, CORS_HEADERS)] : []),
  ];
  app.use(...around);
  if (OIDC_ENABLED) app.use(protocolPreflight());
  app.use(methods(routes));
  app.use(jsonBody((request) => routes.readsOwnBody(request.method, request.path)));
  if (API_DOCS === 'on') setupOpenApi(app);
  const adapter = app.getHttpAdapter();
  if (!(adapter instanceof FastExpressAdapter)) return;
  adapter.rewrite = publicPathRewriter(publicPath);
  const endpoint = app.get(IntrospectionEndpoint);
  const parts = { contextOf, problems: app.get(ProblemFilter), observe, securityHeaders: headers, draining };
  const lane = expressLane(parts, [
    // What the company's services ask on every request.
    { path: INTROSPECTION_PATH, answer: (request, response) => endpoint.answer(request, response) },
    { path: BATCH_PATH, answer: (request, response) => endpoint.answerAll(request, response) },
    busyLoginLane(app.get(HashingQueue, { strict: false }), app.get(AuditTrail, { strict: false })),
  ]);
  const forward = forwardLane(parts, app.get(ForwardAuth));
  const overload = new Overload(app.getHttpServer(), app.get(Settings).values);
  const { sources, users } = app.get(RequestLoad);
  const refused = registerLoadMetrics(app.get(HttpMetrics).registry, { overload, callers: { source: sources, user: users }, hashing: app.get(HashingQueue, { strict: false }), pools: app.get(PostgresPools) });
  registerAuditMetrics(app.get(HttpMetrics).registry, { relay: app.get(AuditRelay, { strict: false }), anchors: app.get(Anchors, { strict: false }), witnesses: app.get(Witnesses, { strict: false }) });
  const overloaded = overloadLane(parts, overload, refused);
  adapter.lane = (request, response) => overloaded(request, response) || lane(request, response) || forward(request, response);
}

/** What answers where no route did: Nest's own net hangs under the base path only. The application is initialised. */
export function closeHttp(app: NestExpressApplication): void {
  const problems = app.get(ProblemFilter);
  app.use((request: Request, response: Response) => {
    problems.answer(RequestErrors.not_found(), request, response);
  });
  // Express tells an error handler by its four parameters.
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    problems.answer(error, request, response);
  });
}

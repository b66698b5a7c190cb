import { RequestErrors } from '@authengine/contracts';
import type { RequestHandler } from 'express';
import { isApiPath } from './base-path.js';
import type { RouteTable } from './routes/route-table.js';

/**
 * HEAD and OPTIONS never run a handler of the API: Express would answer HEAD by the GET handler,
 * side effects and all. OPTIONS is answered with what the path takes; HEAD of the API with 405.
 */
export function methods(routes: RouteTable): RequestHandler {
  return (request, response, next) => {
    if (request.method === 'HEAD' && isApiPath(request.path)) {
      next(routes.allowedMethods(request.path).length > 0 ? RequestErrors.method_not_allowed() : RequestErrors.not_found());
    } else if (request.method === 'OPTIONS') {
      const allowed = routes.allowedMethods(request.path);
      if (allowed.length === 0) {
        next(RequestErrors.not_found());
        return;
      }
      response.setHeader('Allow', [...allowed, 'OPTIONS'].join(', '));
      response.status(204).end();
    } else next();
  };
}

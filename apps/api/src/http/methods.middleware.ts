import { RequestErrors } from '@authengine/contracts';
import type { RequestHandler } from 'express';
import type { RouteTable } from './routes/route-table.js';

/** OPTIONS runs no handler: it is answered with what the path takes. */
export function methods(routes: RouteTable): RequestHandler {
  return (request, response, next) => {
    if (request.method !== 'OPTIONS') {
      next();
      return;
    }
    const allowed = routes.allowedMethods(request.path);
    if (allowed.length === 0) {
      next(RequestErrors.not_found());
      return;
    }
    response.setHeader('Allow', [...allowed, 'OPTIONS'].join(', '));
    response.status(204).end();
  };
}

import type { RepeatableRequest } from '@authengine/persistence';
import type { Request } from 'express';

/** What of a request makes it the same one when it is sent again. */
export function repeatable(request: Request): RepeatableRequest {
  const { authorization, cookie } = request.headers;
  return { method: request.method, url: request.originalUrl, credentials: [authorization, cookie, request.get('x-api-key')], body: request.body as unknown };
}

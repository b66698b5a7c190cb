import type { RepeatableRequest } from '@authengine/persistence';
import type { Request } from 'express';

/** What of a request makes it the same one when it is sent again: the page it comes from too, whose cookies the answer may set. */
export function repeatable(request: Request): RepeatableRequest {
  const { authorization, cookie, origin } = request.headers;
  return { method: request.method, url: request.originalUrl, credentials: [authorization, cookie, request.get('x-api-key'), origin], body: request.body as unknown };
}

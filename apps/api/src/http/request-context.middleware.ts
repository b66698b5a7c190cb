import { randomUUID } from 'node:crypto';
import { runInRequest } from '@authengine/contracts';
import type { RequestHandler } from 'express';
import { clientAddress } from './client-address.js';

const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;
const MAX_USER_AGENT = 512;

/** Opens the request's context and answers its id. First of all, so that whatever fails later has them. */
export const requestContext: RequestHandler = (request, response, next) => {
  const given = request.headers['x-request-id'];
  const requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
  response.setHeader('X-Request-Id', requestId);
  runInRequest({ requestId, ip: clientAddress(request), userAgent: userAgent(request.headers['user-agent']), principal: null }, next);
};

function userAgent(text: string | undefined): string | null {
  if (text === undefined) return null;
  return text.slice(0, 4 * MAX_USER_AGENT).replace(/[\p{Cc}\u2028\u2029]/gu, '').slice(0, MAX_USER_AGENT);
}

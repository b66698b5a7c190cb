import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { runInRequest, type RequestContext } from '@authengine/contracts';
import type { Request, RequestHandler } from 'express';
import { ClientAddresses } from './client-address.js';

const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;
const MAX_USER_AGENT = 512;
const UNPRINTABLE = /[\p{Cc}\u2028\u2029]/u;
const ALL_UNPRINTABLE = new RegExp(UNPRINTABLE, 'gu');

export type ContextReader = (request: Request) => RequestContext;

/** Opens the request's context and answers its id. First of all, so that whatever fails later has them. */
export function requestContext(contextOf: ContextReader): RequestHandler {
  return (request, response, next) => {
    const context = contextOf(request);
    context.http = { request, response };
    response.setHeader('X-Request-Id', context.requestId);
    runInRequest(context, next);
  };
}

/** What is known of requests before anything has looked at them. */
export function contextReader(trustedProxies: readonly string[]): ContextReader {
  const addresses = new ClientAddresses(trustedProxies);
  return (request) => ({ requestId: requestIdOf(request), method: request.method, ip: addresses.of(request), userAgent: userAgent(request.headers['user-agent']), principal: null });
}

export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

function userAgent(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (text.length <= MAX_USER_AGENT && !UNPRINTABLE.test(text)) return text;
  return text.slice(0, 4 * MAX_USER_AGENT).replace(ALL_UNPRINTABLE, '').slice(0, MAX_USER_AGENT);
}

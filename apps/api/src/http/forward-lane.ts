import { runInRequest } from '@authengine/contracts';
import { ForwardRefusal, NOBODY, type ForwardAuth } from '@authengine/introspection';
import type { Response } from 'express';
import { FORWARD_PATH } from './base-path.js';
import { announcesBody } from './body/announces-body.js';
import { headersOf, type ExpressLane, type LaneParts } from './express-lane.js';

/**
 * Answers proxies that ask whether to let a request through, by any method, before anything has read the path or the
 * body: both belong to the request of somebody else. Whoever asks is answered also while the server is about to stop.
 */
export function forwardLane({ contextOf, problems, observe, securityHeaders, draining }: LaneParts, forward: ForwardAuth): ExpressLane {
  const fixed = headersOf(securityHeaders);
  return (request, response) => {
    const rest = restOf(request.url);
    if (rest === undefined) return false;
    request.originalUrl ??= request.url;
    request.route = { path: FORWARD_PATH };
    const context = contextOf(request);
    const observed = observe(request, response, context);
    response.once('close', observed);
    response.setHeader('X-Request-Id', context.requestId);
    for (let i = 0; i < fixed.length; i += 2) response.setHeader(fixed[i] ?? '', fixed[i + 1] ?? '');
    // A body that was announced may never come, since it stays with the proxy: the next request must not be taken for it.
    if (draining.active || announcesBody(request)) response.setHeader('Connection', 'close');
    runInRequest(context, () => {
      forward.admit(request, rest, FORWARD_PATH).then(
        (headers) => {
          answer(response, headers);
          response.setHeader('Content-Length', 0).writeHead(200).end();
        },
        (error: unknown) => {
          answer(response, NOBODY);
          const { problem, challenge } = error instanceof ForwardRefusal ? error : { problem: error, challenge: undefined };
          if (challenge !== undefined) response.setHeader('WWW-Authenticate', challenge);
          problems.answer(problem, request, response);
        },
      );
    });
    return true;
  };
}

/** What is behind the endpoint's path, letter by letter; undefined for another path. */
function restOf(url: string): string | undefined {
  if (!url.startsWith(FORWARD_PATH)) return undefined;
  const rest = url.slice(FORWARD_PATH.length);
  return rest === '' || rest.startsWith('/') || rest.startsWith('?') ? rest : undefined;
}

function answer(response: Response, headers: object): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
}

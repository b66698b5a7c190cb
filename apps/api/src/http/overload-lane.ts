import { runInRequest, ServerErrors } from '@authengine/contracts';
import type { Counter } from 'prom-client';
import { pathOf } from './base-path.js';
import { headersOf, type ExpressLane, type LaneParts } from './express-lane.js';
import type { Overload } from './limits/overload.js';

/** Probes and metrics are what tells an operator of it. */
const ALWAYS = new Set(['/health/live', '/health/ready', '/metrics']);

/** Answers 503 at once, before anything is done for a request, while the process has more than it can answer in time. */
export function overloadLane({ contextOf, problems, observe, securityHeaders }: Pick<LaneParts, 'contextOf' | 'problems' | 'observe' | 'securityHeaders'>, overload: Overload, refused: Counter): ExpressLane {
  const fixed = headersOf(securityHeaders);
  return (request, response) => {
    const reason = overload.reasonFor(request.socket);
    if (reason === undefined || ALWAYS.has(pathOf(request.url))) return false;
    refused.inc({ reason });
    request.originalUrl ??= request.url;
    const context = contextOf(request);
    response.once('close', observe(request, response, context));
    response.setHeader('X-Request-Id', context.requestId);
    for (let i = 0; i < fixed.length; i += 2) response.setHeader(fixed[i] ?? '', fixed[i + 1] ?? '');
    if (reason === 'connections') response.setHeader('Connection', 'close');
    runInRequest(context, () => {
      problems.answer(ServerErrors.busy({ log: { overload: reason } }), request, response);
    });
    return true;
  };
}

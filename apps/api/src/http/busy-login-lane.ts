import { runInRequest, type AuditTrail } from '@authengine/contracts';
import type { HashingQueue } from '@authengine/crypto';
import { SignInEvents } from '@authengine/identity';
import { DomainError } from '@authengine/kernel';
import { LOGIN_PATH } from './base-path.js';
import { headersOf, setHeaders, type ExpressLane, type LaneParts } from './express-lane.js';
import { contextOf } from './request-context.middleware.js';

const ROUTE = { path: LOGIN_PATH };

/**
 * Refuses logins that nobody has time for before a router has seen them: a flood of them arrives at
 * once, and what is asked beside it waits for as long as refusing takes. A login that there is time
 * for goes the long way, where `HashingRoomGuard` keeps its place.
 */
export function busyLoginLane(queue: HashingQueue, trail: AuditTrail, { problems, observe, securityHeaders, draining }: LaneParts): ExpressLane {
  const fixed = headersOf(securityHeaders);
  return (request, response) => {
    if (request.url !== LOGIN_PATH || request.method !== 'POST' || request.headers.origin !== undefined || draining.active) return false;
    const busy = refusalOf(queue);
    if (!busy) return false;
    request.originalUrl = LOGIN_PATH;
    request.route = ROUTE;
    const context = contextOf(request);
    response.once('close', observe(request, response, context));
    setHeaders(response, context, fixed);
    runInRequest(context, () => {
      problems.answer(busy, request, response);
      void trail.refuse(SignInEvents.failed, busy, { method: 'POST', route: LOGIN_PATH });
    });
    return true;
  };
}

function refusalOf(queue: HashingQueue): DomainError | undefined {
  try {
    queue.refuseWhenFull();
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

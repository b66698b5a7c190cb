import type { Decision } from '../decisions/decision.js';
import { UnavailableError } from '../errors/unavailable-error.js';

/** How a request is refused: a problem (RFC 9457) and the headers that go with it. */
export interface Refusal {
  readonly status: 401 | 403 | 503;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly type: 'about:blank'; readonly title: string; readonly status: number; readonly code: string; readonly detail: string };
}

/** Of somebody who is not let in: 401 where signing in again helps, 403 where it does not. */
export function refusalFor(decision: Exclude<Decision, { outcome: 'allowed' }> | { readonly outcome: 'no_token' }): Refusal {
  switch (decision.outcome) {
    // RFC 6750 section 3.1: whoever showed nothing is told of no error.
    case 'no_token':
      return refusal(401, 'auth.sign_in', 'Sign in', 'This request needs an access token: sign in, and send it as Authorization: Bearer.', { 'WWW-Authenticate': 'Bearer' });
    case 'sign_in':
      return refusal(401, 'auth.sign_in', 'Sign in again', 'The access token is not valid any more: refresh it, or sign in again.', { 'WWW-Authenticate': 'Bearer error="invalid_token"' });
    case 'not_in_tenant':
      return refusal(403, 'auth.not_in_tenant', 'Not in this organization', 'You are signed in, but are no member of this organization.', {});
    case 'permission_missing':
      return refusal(403, 'auth.permission_missing', 'Not allowed', `You are signed in, but do not hold ${decision.permissions.join(', ')} here.`, { 'WWW-Authenticate': 'Bearer error="insufficient_scope"' });
  }
}

/** Of everybody, while there is no answer: no fault of theirs, so no 401. */
export function refusalWithoutAnswer(error: unknown): Refusal {
  const seconds = error instanceof UnavailableError ? error.retryAfterSeconds : 5;
  return refusal(503, 'auth.unavailable', 'Temporarily unavailable', 'Who may do this cannot be found out now; try again shortly.', { 'Retry-After': String(seconds) });
}

function refusal(status: Refusal['status'], code: string, title: string, detail: string, headers: Record<string, string>): Refusal {
  return { status, headers: { ...headers, 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' }, body: { type: 'about:blank', title, status, code, detail } };
}

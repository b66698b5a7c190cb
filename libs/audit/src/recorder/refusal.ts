import type { AuditStatus } from '@authengine/contracts';
import { DomainError } from '@authengine/kernel';
import { isPostgresUnavailable } from '@authengine/persistence';

export interface Refusal {
  /** From the error catalogue; `http.<status>` for a refusal of the framework's own. */
  readonly code: string;
  readonly httpStatus: number;
}

/** What an error that ends a request is to the caller. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof DomainError) return { code: error.code, httpStatus: error.status };
  const { getStatus } = (error ?? {}) as { getStatus?: unknown };
  const status: unknown = typeof getStatus === 'function' ? (getStatus as () => unknown).call(error) : undefined;
  if (typeof status === 'number') return { code: `http.${status}`, httpStatus: status };
  return isPostgresUnavailable(error) ? { code: 'server.unavailable', httpStatus: 503 } : { code: 'server.internal', httpStatus: 500 };
}

/** A handler's outcome: not allowed and too often are `denied`; a wrong credential and everything else are a `failure`. */
export function statusOfFailure(httpStatus: number): AuditStatus {
  return httpStatus === 403 || httpStatus === 429 ? 'denied' : 'failure';
}

/** A guard's refusal: a credential that does not hold is a `failure`; what the guard hides (404) it denies. */
export function statusOfRefusal(httpStatus: number): AuditStatus {
  return httpStatus === 401 || httpStatus >= 500 ? 'failure' : 'denied';
}

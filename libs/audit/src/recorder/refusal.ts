import type { AuditStatus } from '@authengine/contracts';
import { DomainError } from '@authengine/kernel';
import { isPostgresUnavailable } from '@authengine/persistence';

export interface Refusal {
  /** From the error catalogue; `http.<status>` for the framework's own refusals. */
  readonly code: string;
  readonly httpStatus: number;
}

/** The caller's view of an error that ends a request. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof DomainError) return { code: error.code, httpStatus: error.status };
  const { getStatus } = (error ?? {}) as { getStatus?: unknown };
  const status: unknown = typeof getStatus === 'function' ? (getStatus as () => unknown).call(error) : undefined;
  if (typeof status === 'number') return { code: `http.${status}`, httpStatus: status };
  return isPostgresUnavailable(error) ? { code: 'server.unavailable', httpStatus: 503 } : { code: 'server.internal', httpStatus: 500 };
}

/**
 * After a handler: forbidden and too many requests are `denied`; a wrong credential and everything else is a `failure`.
 */
export function statusOfFailure(httpStatus: number): AuditStatus {
  return httpStatus === 403 || httpStatus === 429 ? 'denied' : 'failure';
}

/** After a guard: an invalid credential is a `failure`; a 404 that hides something is `denied`. */
export function statusOfRefusal(httpStatus: number): AuditStatus {
  return httpStatus === 401 || httpStatus >= 500 ? 'failure' : 'denied';
}

import { RequestErrors, ServerErrors } from '@authengine/contracts';
import { DomainError } from '@authengine/kernel';
import { isInvalidText, isPostgresUnavailable } from '@authengine/persistence';
import { HttpException } from '@nestjs/common';
import { isCacheOrLogStoreUnavailable } from './store-faults.js';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** RFC 9457 section 3, with the extensions that the API promises. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly request_id: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** A URI that says the same as the code, wherever the service runs. */
export function problemType(code: string): string {
  return `urn:authengine:problem:${code}`;
}

export function problemDetails(error: DomainError, requestId: string): ProblemDetails {
  return {
    type: problemType(error.code),
    title: error.title,
    status: error.status,
    detail: error.detail,
    code: error.code,
    request_id: requestId,
    ...(error.errors ? { errors: error.errors } : {}),
  };
}

/** What a caller is told of anything that was thrown; what is not foreseen becomes the one `server.internal`. */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof HttpException) return fromFramework(error);
  if (isPostgresUnavailable(error) || isCacheOrLogStoreUnavailable(error)) return ServerErrors.unavailable({ cause: error });
  if (isInvalidText(error)) return RequestErrors.invalid({ cause: error });
  return ServerErrors.internal({ cause: error });
}

/** Nest's and Express' own refusals; features throw none of these. */
function fromFramework(error: HttpException): DomainError {
  switch (error.getStatus()) {
    case 400:
      return RequestErrors.malformed();
    case 404:
      return RequestErrors.not_found();
    case 405:
      return RequestErrors.method_not_allowed();
    case 413:
      return RequestErrors.too_large();
    case 415:
      return RequestErrors.unsupported_media_type();
    case 503:
      return ServerErrors.unavailable({ cause: error });
    default:
      return ServerErrors.internal({ cause: error });
  }
}

import { DomainError } from '@authengine/kernel';
import { AuthorizationResponseError, ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import { OAuthErrors } from '../../oauth.errors.js';

/** What is not an answer of OpenID Connect at all; everything else that the library refuses is a proof that does not hold. */
const NO_ANSWER = new Set(['OAUTH_RESPONSE_IS_NOT_JSON', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_PARSE_ERROR', 'OAUTH_HTTP_REQUEST_FORBIDDEN', 'OAUTH_REQUEST_PROTOCOL_FORBIDDEN', 'OAUTH_MISSING_SERVER_METADATA', 'OAUTH_INVALID_SERVER_METADATA', 'OAUTH_TIMEOUT', 'OAUTH_ABORT']);

/** Our own words for what `openid-client` refuses. Its texts quote the provider's answers, so only their kind is logged. */
export function openIdRefusal(error: unknown): unknown {
  const own = ownError(error);
  if (own) return own;
  if (error instanceof ResponseBodyError) return error.error === 'invalid_grant' ? OAuthErrors.code_refused({ log: { error: error.error } }) : OAuthErrors.provider_unavailable({ log: { error: error.error.slice(0, 100) } });
  if (error instanceof WWWAuthenticateChallengeError) return OAuthErrors.provider_unavailable({ log: { status: error.status } });
  if (error instanceof AuthorizationResponseError) return OAuthErrors.provider_unavailable({ log: { error: error.error.slice(0, 100) } });
  // The library's own TypeErrors have a code, ours have none.
  if (error instanceof TypeError && 'code' in error) return OAuthErrors.provider_unavailable({ log: { fault: String(error.code) } });
  if (!(error instanceof ClientError)) return error;
  const fault = error.code ?? 'unknown';
  return error.code === undefined || NO_ANSWER.has(fault) ? OAuthErrors.provider_unavailable({ log: { fault } }) : OAuthErrors.proof_refused({ log: { openid: fault } });
}

/** Whether the provider does not let this client, or this user, have it: asking again changes nothing. */
export function isRefusedForGood(error: unknown): boolean {
  const status = error instanceof ResponseBodyError || error instanceof WWWAuthenticateChallengeError ? error.status : error instanceof ClientError && error.cause instanceof Response ? error.cause.status : 0;
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/** Our request has refused already; the library wraps that. */
function ownError(error: unknown): DomainError | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof DomainError) return at;
  return undefined;
}

import type { ServerResponse } from 'node:http';
import type { DomainError } from '@authengine/kernel';

/** Endpoints whose clients read the errors of OAuth (RFC 6749 section 5.2). What is not there, and what a method does not fit, stays a problem. */
const OF_OAUTH = /^\/oauth2\/(authorize|token|par|device_authorization|revoke|userinfo)\/?$/i;

export function isOAuthError(path: string, { status }: DomainError): boolean {
  return OF_OAUTH.test(path) && status !== 404 && status !== 405;
}

/** A refusal from before the protocol library saw the request, in the words of the protocol. */
export function oauthError({ status, detail }: DomainError, requestId: string): Record<string, string> {
  const error = status === 429 || status === 503 ? 'temporarily_unavailable' : status >= 500 ? 'server_error' : 'invalid_request';
  return { error, error_description: detail, request_id: requestId };
}

/**
 * Which pages may read an answer is decided with the application, and this one is of none yet. It tells nothing of anybody, and
 * a browser that may not show it reports a broken network in place of the status and of when to ask again.
 */
export function showToPages(response: ServerResponse): void {
  if (response.hasHeader('Access-Control-Allow-Origin')) return;
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Expose-Headers', 'Retry-After');
}

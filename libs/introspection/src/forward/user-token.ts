import type { IncomingMessage } from 'node:http';
import { bearerToken } from '@authengine/sessions';
import { isOfService } from '../client/presented-credential.js';

/**
 * The access token of whoever asks the application: in `Authorization`, or in `X-Forwarded-Access-Token` where the proxy
 * needs that header for its own key. Undefined for none, null for what is no such thing.
 */
export function userToken(request: Pick<IncomingMessage, 'headers' | 'rawHeaders'>): string | null | undefined {
  const { authorization } = request.headers;
  if (authorization === undefined || !isOfService(authorization)) return bearerToken(request);
  const forwarded = request.headers['x-forwarded-access-token'];
  return Array.isArray(forwarded) ? null : forwarded || undefined;
}

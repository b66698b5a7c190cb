import type { IncomingMessage } from 'node:http';
import { FORM_TYPE, mediaType, parseForm } from '@authengine/contracts';
import { isUuid } from '@authengine/kernel';
import { credentialInHeaders } from './presented-credential.js';

const SERVICE_KEY = 'ae_sk_';

/**
 * Whether a request authenticates an application (RFC 6749 section 2.3, RFC 7523 section 2.2) and not a service by its key. Whether
 * it is genuine is asked by whoever takes it.
 * @throws RequestErrors.invalid for two that differ
 */
export function isOfApplication(request: Pick<IncomingMessage, 'headers' | 'rawHeaders'>, body: Buffer): boolean {
  const { scheme, secret, name } = credentialInHeaders(request);
  if (scheme === 'basic' && typeof secret === 'string') return isUuid(name) && !secret.startsWith(SERVICE_KEY);
  if (secret !== undefined || mediaType(request.headers['content-type']) !== FORM_TYPE) return false;
  const one = (field: string): unknown => parsed(body)?.get(field)?.[0];
  const [id, own] = [one('client_id'), one('client_secret')];
  return one('client_assertion') !== undefined || (isUuid(id) && typeof own === 'string' && !own.startsWith(SERVICE_KEY));
}

function parsed(body: Buffer): ReturnType<typeof parseForm> | null {
  try {
    return parseForm(body, ['token']);
  } catch {
    return null;
  }
}

import type { IncomingMessage } from 'node:http';
import { onlyValue, RequestErrors, type Form } from '@authengine/contracts';

/** By which of the ways of RFC 6749 section 2.3.1, or our own, a service says who it is. */
export type CredentialScheme = 'api_key' | 'basic' | 'bearer' | 'form';

/** What a service presents; whether it is a key is not known yet. */
export interface PresentedCredential {
  readonly scheme: CredentialScheme;
  /** Undefined where nothing was presented, null where what was is no such thing. */
  readonly secret: string | readonly string[] | null | undefined;
  /** Whose key it is said to be; undefined where that is not said. */
  readonly name?: string | undefined;
}

const BASIC_SCHEME = /^basic(?: |$)/i;
const BASIC = /^basic +([A-Za-z0-9+/]*={0,2})$/i;
const BEARER_KEY = /^bearer +(ae_sk_.*)$/i;

/**
 * The credential of a request's headers. A bearer token that is no key is somebody else's: a service may pass on its
 * user's. Of an `Authorization` that comes twice Node keeps the first; two are a confusion that is refused.
 * @throws RequestErrors.invalid for two that differ
 */
export function credentialInHeaders({ headers, rawHeaders }: Pick<IncomingMessage, 'headers' | 'rawHeaders'>): PresentedCredential {
  const apiKey: PresentedCredential = { scheme: 'api_key', secret: headers['x-api-key'] || undefined };
  const { authorization } = headers;
  if (authorization === undefined) return apiKey;
  const twice = rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'authorization').length > 1;
  return agreeing(apiKey, twice ? { scheme: 'bearer', secret: null } : credentialInAuthorization(authorization));
}

/** Whether an `Authorization` is the service's: HTTP Basic, or a bearer token that is a key. Any other is its user's. */
export function isOfService(authorization: string): boolean {
  return BASIC_SCHEME.test(authorization) || BEARER_KEY.test(authorization);
}

/** @throws RequestErrors.invalid */
export function credentialInForm(form: Form): PresentedCredential {
  const secret = onlyValue(form, 'client_secret');
  // A name alone identifies, and authenticates nobody (RFC 6749 section 3.2.1).
  return { scheme: 'form', secret, name: secret === undefined ? undefined : onlyValue(form, 'client_id') };
}

/**
 * The one of two that is there. A client uses one way (RFC 6749 section 2.3); the same key by two of them is harmless.
 * @throws RequestErrors.invalid for two that differ
 */
export function agreeing(first: PresentedCredential, second: PresentedCredential): PresentedCredential {
  if (second.secret === undefined) return first;
  if (first.secret === undefined) return second;
  if (first.secret !== second.secret) throw RequestErrors.invalid({ detail: 'The request authenticates its service in two ways that differ; use one.' });
  if (first.name && second.name && first.name !== second.name) throw RequestErrors.invalid({ detail: 'The request names two services; name one.' });
  return first.name ? first : { ...first, name: second.name };
}

function credentialInAuthorization(authorization: string): PresentedCredential {
  const key = BEARER_KEY.exec(authorization)?.[1];
  if (key !== undefined) return { scheme: 'bearer', secret: key };
  if (!BASIC_SCHEME.test(authorization)) return { scheme: 'bearer', secret: undefined };
  const pair = Buffer.from(BASIC.exec(authorization)?.[1] ?? '', 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  const [name, secret] = colon < 0 ? [null, null] : [formDecoded(pair.slice(0, colon)), formDecoded(pair.slice(colon + 1))];
  return name === null ? { scheme: 'basic', secret: null } : { scheme: 'basic', secret, name };
}

/** RFC 6749 section 2.3.1 with appendix B; null for what cannot have been encoded so. */
function formDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

import type { IncomingMessage } from 'node:http';
import { onlyValue, RequestErrors, type Form } from '@authengine/contracts';

/** How a service says who it is: in a way of RFC 6749 section 2.3.1, or in our own. */
export type CredentialScheme = 'api_key' | 'basic' | 'bearer' | 'form';

/** The text that a service presents as its key. Nobody has checked it yet. */
export interface PresentedCredential {
  readonly scheme: CredentialScheme;
  /** Undefined when nothing was presented; null when the header or form is malformed. */
  readonly secret: string | readonly string[] | null | undefined;
  /** The name that came with the key, if any. */
  readonly name?: string | undefined;
}

const BASIC_SCHEME = /^basic(?: |$)/i;
const BASIC = /^basic +([A-Za-z0-9+/]*={0,2})$/i;
const BEARER_KEY = /^bearer +(ae_sk_.*)$/i;

/**
 * The credential of a request's headers. A bearer token that is no key may be the one of a user, which a service passes
 * on. Node keeps only the first `Authorization` header, so a request with two is refused.
 * @throws RequestErrors.invalid for two that differ
 */
export function credentialInHeaders({ headers, rawHeaders }: Pick<IncomingMessage, 'headers' | 'rawHeaders'>): PresentedCredential {
  const apiKey: PresentedCredential = { scheme: 'api_key', secret: headers['x-api-key'] || undefined };
  const { authorization } = headers;
  if (authorization === undefined) return apiKey;
  return agreeing(apiKey, isNamedTwice('authorization', rawHeaders) ? { scheme: 'bearer', secret: null } : credentialInAuthorization(authorization));
}

/** @param name in lower case */
export function isNamedTwice(name: string, rawHeaders: readonly string[]): boolean {
  let times = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) if (rawHeaders[i]?.length === name.length && rawHeaders[i]?.toLowerCase() === name) times += 1;
  return times > 1;
}

/** Whether an `Authorization` is the service's own: HTTP Basic, or a bearer token that is a key. Others are the user's. */
export function isOfService(authorization: string): boolean {
  return BASIC_SCHEME.test(authorization) || BEARER_KEY.test(authorization);
}

/** @throws RequestErrors.invalid */
export function credentialInForm(form: Form): PresentedCredential {
  const secret = onlyValue(form, 'client_secret');
  // A name without a secret authenticates nobody (RFC 6749 section 3.2.1).
  return { scheme: 'form', secret, name: secret === undefined ? undefined : onlyValue(form, 'client_id') };
}

/**
 * The credential that is present. A client uses one way (RFC 6749 section 2.3), but the same key in two ways is harmless.
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

/** Decodes as in RFC 6749 section 2.3.1 with appendix B; null for text that cannot be decoded. */
function formDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

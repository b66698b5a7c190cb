import { isNativeRedirect } from '@authengine/config';

const MAX_LENGTH = 2048;
/**
 * The characters of a URI (RFC 3986): no controls, spaces or letters of other scripts, and no backslash, which browsers
 * read as a slash.
 */
const URI_TEXT = /^[\x21-\x5b\x5d-\x7e]+$/;

/**
 * The URL to which a sign-in may return: its text is literally at one of the allowed origins; otherwise null. The text
 * must begin with the origin and end it there, and browsers' WHATWG parser must see the same origin, so that nobody can
 * read it differently.
 */
export function redirectTarget(text: string, allowedOrigins: readonly string[]): URL | null {
  if (text.length > MAX_LENGTH || !URI_TEXT.test(text) || !URL.canParse(text)) return null;
  // A loopback address without a port is a native application's, which is asked for a code challenge.
  const origin = allowedOrigins.find((allowed) => !isNativeRedirect(allowed) && (text === allowed || ['/', '?', '#'].some((end) => text.startsWith(allowed + end))));
  const url = new URL(text);
  if (origin === undefined || url.origin !== origin || url.username !== '' || url.password !== '') return null;
  return /^https?:$/.test(url.protocol) ? url : null;
}

/** The target with these parameters in its query; they replace parameters with the same names. */
export function withParameters(target: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(target);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

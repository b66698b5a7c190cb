const MAX_LENGTH = 2048;
/** RFC 3986: what a URI is written with. No controls, spaces or letters of other scripts, and no backslash, which browsers take for a slash. */
const URI_TEXT = /^[\x21-\x5b\x5d-\x7e]+$/;

/**
 * Where a sign-in may return to: a URL that is literally at one of the allowed origins, else null. The
 * text itself must begin with the origin and end it there, and the WHATWG parser that browsers use must
 * see that same origin, so that no two readings of it differ.
 */
export function redirectTarget(text: string, allowedOrigins: readonly string[]): URL | null {
  if (text.length > MAX_LENGTH || !URI_TEXT.test(text) || !URL.canParse(text)) return null;
  const origin = allowedOrigins.find((allowed) => text === allowed || ['/', '?', '#'].some((end) => text.startsWith(allowed + end)));
  const url = new URL(text);
  if (origin === undefined || url.origin !== origin || url.username !== '' || url.password !== '') return null;
  return /^https?:$/.test(url.protocol) ? url : null;
}

/** The target with these parameters in its query, in place of ones of the same name. */
export function withParameters(target: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(target);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

import type { IncomingMessage } from 'node:http';

/** RFC 6750 section 2.1; the scheme's name is case-insensitive (RFC 9110 section 11.1). */
const BEARER = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

/** The bearer token of a request: undefined when there is no credential, null when the credential has another form. */
export function bearerToken(request: Pick<IncomingMessage, 'rawHeaders'>): string | null | undefined {
  const values = request.rawHeaders.filter((_, i, all) => i % 2 === 1 && all[i - 1]?.toLowerCase() === 'authorization');
  if (values.length === 0) return undefined;
  // Node's `headers` keep only the first value. Two values are ambiguous and are refused.
  return values.length === 1 ? (BEARER.exec(values[0] ?? '')?.[1] ?? null) : null;
}

/** The token of an Authorization header (RFC 6750 section 2.1); undefined where there is none, or more than one. */
export function bearerToken(authorization: string | readonly string[] | undefined): string | undefined {
  const [only, ...more] = typeof authorization === 'string' ? [authorization] : (authorization ?? []);
  if (only === undefined || more.length > 0) return undefined;
  return /^bearer +([!-~]+)$/i.exec(only.trim())?.[1];
}

/**
 * Blanks behind a semicolon. `trim` takes more away than these: browsers hold a no-break space to be a part of the name, so
 * that any host of the domain may set what begins with it, and `__Host-` or `__Secure-` behind it protects nothing.
 */
const BETWEEN = /;[ \t]*/;

/** The values of every cookie of this name, as they stand in a `Cookie` header (RFC 6265 section 4.2): a browser may send several, of several paths or domains. */
export function cookieValues(header: string | undefined, name: string): string[] {
  const pairs = (header ?? '').split(BETWEEN);
  return pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
}

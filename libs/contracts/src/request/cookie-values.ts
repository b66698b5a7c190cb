/** The values of every cookie of this name, as they stand in a `Cookie` header (RFC 6265 section 4.2): a browser may send several, of several paths or domains. */
export function cookieValues(header: string | undefined, name: string): string[] {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  return pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
}

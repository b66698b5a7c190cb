/**
 * The value of the `Link` header for the next page (RFC 8288 section 3): the same path and query with another cursor. It
 * is relative, so it works behind any proxy.
 */
export function nextLink(path: string, query: Readonly<Record<string, unknown>>, cursor: string): string {
  const next = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (name !== 'cursor' && ['string', 'number', 'boolean'].includes(typeof value)) next.set(name, String(value));
  }
  next.set('cursor', cursor);
  const target = path.replace(/[^\w\-.~%/:@!$&'()*+,;=]/g, encodeURIComponent);
  return `<${target}?${next.toString()}>; rel="next"`;
}

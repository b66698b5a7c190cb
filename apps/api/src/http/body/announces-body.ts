import type { IncomingHttpHeaders } from 'node:http';

/** Whether bytes of a body follow the headers (RFC 9112 section 6.3), whoever reads them. */
export function announcesBody({ headers }: { readonly headers: IncomingHttpHeaders }): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] !== undefined && headers['content-length'] !== '0');
}

import type { IncomingMessage } from 'node:http';
import { RequestErrors } from '../problems/common.errors.js';

/** As everywhere else in the API, unless another limit is given. */
const MAX_BYTES = 100 * 1024;

/**
 * The bytes of a request's body, read by nobody before.
 * @throws RequestErrors.too_large, RequestErrors.unsupported_media_type, RequestErrors.malformed when the client goes away
 */
export function readBody(request: IncomingMessage, maxBytes = MAX_BYTES): Promise<Buffer> {
  const encoding = request.headers['content-encoding'];
  const encoded = encoding !== undefined && encoding !== 'identity';
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(RequestErrors.too_large());
  // Read to its end already: waiting for the end would wait for ever.
  if (request.readableEnded) return Promise.resolve(Buffer.alloc(0));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (encoded) reject(RequestErrors.unsupported_media_type({ detail: 'Send the body without a content encoding.' }));
      else if (size <= maxBytes) chunks.push(chunk);
      else reject(RequestErrors.too_large());
    });
    request.on('end', () => {
      const [first] = chunks;
      resolve(first && chunks.length === 1 ? first : Buffer.concat(chunks));
    });
    request.on('error', (error) => {
      reject(RequestErrors.malformed({ cause: error }));
    });
  });
}

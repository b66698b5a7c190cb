import type { IncomingMessage } from 'node:http';
import type { DomainError } from '@authengine/kernel';
import { RequestErrors } from '../problems/common.errors.js';

/** The limit everywhere in the API, unless another is given. */
const MAX_BYTES = 100 * 1024;

/**
 * The bytes of a request's body, which nobody has read before. With `refusal`, only an empty body is taken. It is a promise, so
 * that the caller goes on in its own request context, which Node's events do not carry.
 * @throws RequestErrors.too_large, RequestErrors.malformed when the client breaks off, `refusal` when there is a byte
 */
export function readBody(request: IncomingMessage, maxBytes = MAX_BYTES, refusal = codingRefusal(request)): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const told = Number(request.headers['content-length'] ?? 0);
    if (told > 0 && refusal) throw refusal;
    if (told > maxBytes) throw RequestErrors.too_large();
    // Read to its end already: waiting for the end would wait for ever.
    if (request.readableEnded) {
      resolve(Buffer.alloc(0));
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    const onBreak = (): void => {
      // Every request closes, also after its end, and an error that nobody gets costs a stack.
      if (!request.readableEnded) reject(RequestErrors.malformed({ detail: 'The request broke off.' }));
    };
    // What exceeds the limit is not kept; Node discards the rest once the answer is out.
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (refusal) reject(refusal);
      else if (size <= maxBytes) chunks.push(chunk);
      else reject(RequestErrors.too_large());
    });
    request.on('end', () => {
      const [first] = chunks;
      resolve(first && chunks.length === 1 ? first : Buffer.concat(chunks));
    });
    request.on('error', onBreak).on('close', onBreak);
  });
}

/** A compressed body can be larger than it says, so none is taken. */
export function codingRefusal({ headers }: IncomingMessage): DomainError | undefined {
  const coding = headers['content-encoding'];
  return coding === undefined || coding === 'identity' ? undefined : RequestErrors.unsupported_media_type({ detail: 'Send the body without a content coding.' });
}

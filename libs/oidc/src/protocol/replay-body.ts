import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** Lets a body that was read be read once more, by the library; it may be another one. */
export function replayBody(request: IncomingMessage, bytes: Buffer): void {
  request.headers['content-length'] = String(bytes.length);
  Object.defineProperties(request, {
    readable: { value: true },
    iterator: { value: () => Readable.from([bytes])[Symbol.asyncIterator]() },
  });
}

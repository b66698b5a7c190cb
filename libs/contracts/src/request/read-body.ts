import type { IncomingMessage } from 'node:http';
import type { DomainError } from '@authengine/kernel';
import { ContextValue } from './context-value.js';
import { RequestErrors } from '../problems/common.errors.js';

/** The limit everywhere in the API, unless another is given. */
const MAX_BYTES = 100 * 1024;

export interface BodyLimits {
  /** 100 KiB where it is not given. */
  readonly maxBytes?: number | undefined;
  /** For a body that has a byte. A body that is encoded has one where it is not given. */
  readonly refusal?: DomainError | undefined;
}

/**
 * The bytes of a request's body, which nobody has read before. With `refusal`, only an empty body is taken.
 * @throws RequestErrors.too_large, RequestErrors.malformed when the client breaks off, `refusal` when there is a byte
 */
export async function readBody(request: IncomingMessage, maxBytes?: number, refusal?: DomainError): Promise<Buffer> {
  const read = await new Promise<() => Buffer>((resolve) => {
    takeBody(request, { maxBytes, refusal }, resolve);
  });
  return read();
}

/**
 * As `readBody`, without a promise: calls `done` once, in the caller's request context, which Node's events do not carry. What
 * it gives returns the bytes, or throws.
 */
export function takeBody(request: IncomingMessage, { maxBytes = MAX_BYTES, refusal = codingRefusal(request) }: BodyLimits, done: (read: () => Buffer) => void): void {
  const told = Number(request.headers['content-length'] ?? 0);
  if (told > 0 && refusal) return done(thrower(refusal));
  if (told > maxBytes) return done(thrower(RequestErrors.too_large()));
  // Read to its end already: waiting for the end would wait for ever.
  if (request.readableEnded) return done(() => Buffer.alloc(0));
  // And so would waiting for one who has gone already: no event tells it a second time.
  if (request.destroyed) return done(thrower(brokeOff()));
  const inContext = ContextValue.current();
  const chunks: Buffer[] = [];
  let size = 0;
  let open = true;
  const finish = (read: () => Buffer): void => {
    if (!open) return;
    open = false;
    inContext(done, read);
  };
  const onBreak = (): void => {
    // Every request closes, also after its end, and an error that nobody gets costs a stack.
    if (open) finish(thrower(brokeOff()));
  };
  // What exceeds the limit is not kept; Node discards the rest once the answer is out.
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (refusal) finish(thrower(refusal));
    else if (size <= maxBytes) chunks.push(chunk);
    else finish(thrower(RequestErrors.too_large()));
  });
  request.on('end', () => {
    finish(() => (chunks[0] && chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
  });
  request.on('error', onBreak).on('close', onBreak);
}

function brokeOff(): DomainError {
  return RequestErrors.malformed({ detail: 'The request broke off.' });
}

function thrower(fault: DomainError): () => never {
  return () => {
    throw fault;
  };
}

/** A compressed body can be larger than it says, so none is taken. */
export function codingRefusal({ headers }: IncomingMessage): DomainError | undefined {
  const coding = headers['content-encoding'];
  return coding === undefined || coding === 'identity' ? undefined : RequestErrors.unsupported_media_type({ detail: 'Send the body without a content coding.' });
}

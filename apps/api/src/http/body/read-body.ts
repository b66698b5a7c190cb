import type { IncomingMessage } from 'node:http';
import { RequestErrors } from '@authengine/contracts';
import type { DomainError } from '@authengine/kernel';

/**
 * The whole body; with `refusal`, an empty one alone. What exceeds the limit is not kept; Node discards the rest once the answer is out.
 * A promise, so that the caller goes on in its own request context, which Node's events do not carry.
 * @throws DomainError request.too_large, request.malformed when the client breaks off, `refusal` when there is a byte
 */
export async function readBody(request: IncomingMessage, limitBytes: number, refusal?: DomainError): Promise<Buffer> {
  const told = Number(request.headers['content-length'] ?? 0);
  if (told > 0 && refusal) throw refusal;
  if (told > limitBytes) throw RequestErrors.too_large();
  return new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (error?: Error): void => {
      request.off('data', onData).off('end', onEnd).off('error', onBreak).off('close', onBreak);
      if (error) reject(error);
      else resolve(Buffer.concat(chunks, size));
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (refusal) settle(refusal);
      else if (size > limitBytes) settle(RequestErrors.too_large());
      else chunks.push(chunk);
    };
    const onEnd = (): void => {
      settle();
    };
    const onBreak = (): void => {
      settle(RequestErrors.malformed({ detail: 'The request broke off.' }));
    };
    request.on('data', onData).on('end', onEnd).on('error', onBreak).on('close', onBreak);
  });
}

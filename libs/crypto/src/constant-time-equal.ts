import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether two secrets are the same. It compares digests, so the time shows neither where they differ nor how long they
 * are. Text without a UTF-8 form (a lone surrogate) equals nothing, because encoding would make different texts equal.
 */
export function constantTimeEqual(a: string | Buffer, b: string | Buffer): boolean {
  const same = timingSafeEqual(digest(a), digest(b));
  return same && hasUtf8Form(a) && hasUtf8Form(b);
}

function digest(value: string | Buffer): Buffer {
  return createHash('sha256').update(value).digest();
}

function hasUtf8Form(value: string | Buffer): boolean {
  return typeof value !== 'string' || value.isWellFormed();
}

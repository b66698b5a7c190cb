import { createHash } from 'node:crypto';

/** The hash of a leaf (RFC 9162 section 2.1.1). */
export function leafHash(data: string | Buffer): Buffer {
  return createHash('sha256').update(LEAF).update(data).digest();
}

/** The hash of an inner node. */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}

/** The root of a log without entries. */
export const EMPTY_ROOT: Buffer = createHash('sha256').digest();

/** Leaves and nodes begin differently, so that no node passes for a leaf. */
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

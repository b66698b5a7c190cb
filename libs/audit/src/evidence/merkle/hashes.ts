import { hash } from 'node:crypto';

/** Leaves and nodes begin differently, so that no node passes for a leaf. */
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** The root of a log without entries. */
export const EMPTY_ROOT: Buffer = sha256(Buffer.alloc(0));

/** The hash of a leaf (RFC 9162 section 2.1.1). */
export function leafHash(data: string | Buffer): Buffer {
  return sha256(Buffer.concat([LEAF, typeof data === 'string' ? Buffer.from(data) : data]));
}

/** The hash of an inner node. */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  return sha256(Buffer.concat([NODE, left, right]));
}

function sha256(bytes: Buffer): Buffer {
  return hash('sha256', bytes, 'buffer');
}

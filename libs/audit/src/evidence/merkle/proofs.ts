import { EMPTY_ROOT, nodeHash } from './hashes.js';

/** Reads the root of a complete subtree: 2^level leaves, the `index`th of its level. */
export type ReadNode = (level: number, index: number) => Promise<Buffer>;

/** The root of the first `size` leaves. */
export function rootAt(size: number, read: ReadNode): Promise<Buffer> {
  return size === 0 ? Promise.resolve(EMPTY_ROOT) : hashOf(0, size, read);
}

/** The audit path of leaf `index` in the tree of the first `size` leaves (RFC 9162 section 2.1.3.1). */
export async function inclusionProof(index: number, size: number, read: ReadNode): Promise<Buffer[]> {
  const path: Buffer[] = [];
  for (let from = 0, to = size; to - from > 1; ) {
    const middle = from + largestPowerBelow(to - from);
    if (index < middle) {
      path.unshift(await hashOf(middle, to, read));
      to = middle;
    } else {
      path.unshift(await hashOf(from, middle, read));
      from = middle;
    }
  }
  return path;
}

/** The proof that the tree of the first `first` leaves is the beginning of that of `second` (RFC 9162 section 2.1.4.1). */
export async function consistencyProof(first: number, second: number, read: ReadNode): Promise<Buffer[]> {
  if (first === 0 || first === second) return [];
  const path: Buffer[] = [];
  let [from, to] = [0, second];
  while (first !== to) {
    const middle = from + largestPowerBelow(to - from);
    if (first <= middle) {
      path.unshift(await hashOf(middle, to, read));
      to = middle;
    } else {
      path.unshift(await hashOf(from, middle, read));
      from = middle;
    }
  }
  // Whoever checks the proof knows the root of the first tree, unless that is not a subtree here.
  if (from > 0) path.unshift(await hashOf(from, to, read));
  return path;
}

/** The root of the leaves from `from` up to `to`, of which a prefix of the tree is made. */
async function hashOf(from: number, to: number, read: ReadNode): Promise<Buffer> {
  const count = to - from;
  const level = Math.round(Math.log2(count));
  if (2 ** level === count) return read(level, from / count);
  const middle = from + largestPowerBelow(count);
  const left = await hashOf(from, middle, read);
  return nodeHash(left, await hashOf(middle, to, read));
}

/** The largest power of two that is less than `count`. */
function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

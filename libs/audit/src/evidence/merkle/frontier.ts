import { EMPTY_ROOT, nodeHash } from './hashes.js';

/** A complete subtree of 2^level leaves, the `index`th of its level from the left. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Buffer;
}

const HASH_BYTES = 32;

/**
 * The right edge of a Merkle tree: the roots of its complete subtrees, largest first, one for each bit of its size. It
 * is all that is needed to append a leaf and to know the root.
 */
export class Frontier {
  private constructor(
    private count: number,
    private readonly peaks: Buffer[],
  ) {}

  static empty(): Frontier {
    return new Frontier(0, []);
  }

  /** @throws Error when the peaks are not those of a tree of this size */
  static of(size: number, peaks: Buffer): Frontier {
    if (!Number.isSafeInteger(size) || size < 0 || peaks.length !== HASH_BYTES * peakLevels(size).length) throw new Error(`a tree of ${size} leaves has other peaks`);
    return new Frontier(size, Array.from({ length: peaks.length / HASH_BYTES }, (_, i) => Buffer.from(peaks.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES))));
  }

  get size(): number {
    return this.count;
  }

  /** For `Frontier.of`. */
  bytes(): Buffer {
    return Buffer.concat(this.peaks);
  }

  /** Adds a leaf; returns every subtree that it completes, the leaf first. */
  append(leaf: Buffer): TreeNode[] {
    const completed: TreeNode[] = [{ level: 0, index: this.count, hash: leaf }];
    let hash = leaf;
    for (let level = 0, left = this.count; left % 2 === 1; left = (left - 1) / 2) {
      hash = nodeHash(this.peaks.pop() ?? EMPTY_ROOT, hash);
      level += 1;
      completed.push({ level, index: (left - 1) / 2, hash });
    }
    this.peaks.push(hash);
    this.count += 1;
    return completed;
  }

  root(): Buffer {
    return this.peaks.length === 0 ? EMPTY_ROOT : this.peaks.reduceRight((right, left) => nodeHash(left, right));
  }
}

/** The levels of the complete subtrees that a tree of `size` leaves consists of, largest first. */
function peakLevels(size: number): number[] {
  const levels: number[] = [];
  for (let level = 0, left = size; left > 0; level += 1, left = Math.floor(left / 2)) {
    if (left % 2 === 1) levels.unshift(level);
  }
  return levels;
}

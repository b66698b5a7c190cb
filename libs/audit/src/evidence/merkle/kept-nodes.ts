import { nodeHash } from './hashes.js';
import type { ReadNode } from './proofs.js';

/**
 * Of a tree only the leaves and every eighth level above them are kept; what is in between is computed from at most 256
 * of these.
 */
const BAND = 8;
const BLOCK = 2 ** BAND;

export const isKept = (level: number): boolean => level % BAND === 0;

/** Reads the hashes of one kept level, from index `from` and at most `count` of them, in order. */
export type ReadKept = (level: number, from: number, count: number) => Promise<Buffer[]>;

/** Any node, from kept ones. Each block of these is read once, so that a proof takes few reads. */
export function nodesFrom(readKept: ReadKept): ReadNode {
  const blocks = new Map<string, Promise<Buffer[]>>();
  const block = (level: number, index: number): Promise<Buffer[]> => {
    const name = `${level}/${index}`;
    const known = blocks.get(name) ?? readKept(level, index * BLOCK, BLOCK);
    blocks.set(name, known);
    return known;
  };
  return async (level, index) => {
    const kept = level - (level % BAND);
    const width = 2 ** (level - kept);
    const first = index * width;
    const start = first % BLOCK;
    const hashes = (await block(kept, Math.floor(first / BLOCK))).slice(start, start + width);
    if (hashes.length !== width) throw new Error(`the log has lost a part of its tree: level ${kept}, from ${first}`);
    return fold(hashes);
  };
}

function fold(hashes: readonly Buffer[]): Buffer {
  let row = hashes;
  while (row.length > 1) row = Array.from({ length: row.length / 2 }, (_, i) => nodeHash(at(row, 2 * i), at(row, 2 * i + 1)));
  return at(row, 0);
}

function at(row: readonly Buffer[], index: number): Buffer {
  const hash = row[index];
  if (!hash) throw new RangeError('no such node');
  return hash;
}

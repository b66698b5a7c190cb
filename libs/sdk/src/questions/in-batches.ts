/** Lists of at most `most` items and of at most `bytes` together; an item that is larger alone is a list of its own. */
export function inBatches<T>(items: readonly T[], sizeOf: (item: T) => number, most: number, bytes: number): T[][] {
  const batches: T[][] = [];
  let left = 0;
  for (const item of items) {
    const size = sizeOf(item);
    const last = batches.at(-1);
    if (last && last.length < most && size <= left) {
      last.push(item);
      left -= size;
    } else {
      batches.push([item]);
      left = bytes - size;
    }
  }
  return batches;
}

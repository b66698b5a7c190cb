import { createHash } from 'node:crypto';

/** One hash over the leaves of entries that went together, in the order of their log. */
export class LeafSum {
  private readonly hash = createHash('sha256');
  private added = 0;

  get count(): number {
    return this.added;
  }

  add(leaf: Buffer): this {
    this.hash.update(leaf);
    this.added += 1;
    return this;
  }

  /** In base64; nothing can be added afterwards. */
  end(): string {
    return this.hash.digest('base64');
  }
}

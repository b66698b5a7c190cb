import { LRUCache } from 'lru-cache';
import { CopyStore, type Copy, type CopyRead, type Replay } from './copy-store.js';

const MAX_COPIES = 500_000;

/** Copies for the single process of an embedded Postgres. */
export class MemoryCopyStore extends CopyStore {
  readonly shared = false;
  // With `max` the cache would take memory for all of them at the start.
  private readonly copies = new LRUCache<string, CopyRead>({ maxSize: MAX_COPIES, sizeCalculation: () => 1 });

  read(keys: readonly string[]): Promise<(CopyRead | null)[]> {
    return Promise.resolve(keys.map((key) => this.copies.get(key) ?? null));
  }

  /** Copies have no lifetime here: the only process on the data knows every change. */
  write(copies: readonly Copy[]): Promise<void> {
    for (const { key, version, value } of copies) {
      const present = this.copies.get(key);
      if (!present || present.version < version) this.copies.set(key, { version, value });
    }
    return Promise.resolve();
  }

  async establish(replay: () => Promise<Replay>): Promise<number> {
    const { copies } = await replay();
    await this.write(copies);
    return copies.length;
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  onInterruption(): void {
    // A process loses its own memory only when it ends.
  }
}

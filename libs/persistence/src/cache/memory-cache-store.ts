import type { Taking } from '@authengine/kernel';
import { LRUCache } from 'lru-cache';
import { CacheStore, type CacheEntry, type CachedValue, type Replay } from './cache-store.js';
import { allStampKeys, newStamp, stampKeysOf } from './stamps.js';

const MAX_ENTRIES = 500_000;

/** The cache of the single process of an embedded Postgres. */
export class MemoryCacheStore extends CacheStore {
  readonly shared = false;
  readonly evictionPolicy = undefined;
  // With `max` the cache would take memory for all of them at the start.
  private readonly entries = new LRUCache<string, CachedValue>({ maxSize: MAX_ENTRIES, sizeCalculation: () => 1 });

  take(keys: readonly string[]): Taking<(CachedValue | null)[]> {
    return (done) => {
      const entries = keys.map((key) => this.entries.get(key) ?? null);
      done(() => entries);
    };
  }

  /** Entries have no lifetime here: the only process on the data knows every change. */
  write(entries: readonly CacheEntry[]): Promise<void> {
    this.stamp(stampKeysOf(entries));
    return this.offer(entries);
  }

  offer(entries: readonly CacheEntry[]): Promise<void> {
    for (const { key, version, value } of entries) {
      const present = this.entries.get(key);
      if (!present || present.version < version) this.entries.set(key, { version, value });
    }
    return Promise.resolve();
  }

  async establish(replay: () => Promise<Replay>): Promise<number> {
    const { entries } = await replay();
    await this.write(entries);
    this.stamp(allStampKeys);
    return entries.length;
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  onInterruption(): void {
    // A process loses its own memory only when it ends.
  }

  private stamp(keys: readonly string[]): void {
    for (const { key, version, value } of keys.map(newStamp)) this.entries.set(key, { version, value });
  }
}

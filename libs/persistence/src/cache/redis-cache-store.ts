import { later, type Taking } from '@authengine/kernel';
import { Cluster, type Redis } from 'ioredis';
import { CacheStore, type CacheEntry, type CachedValue, type Replay } from './cache-store.js';
import { refusesDatabase } from '../redis/refused-database.js';
import { RedisCacheBucket } from './redis-cache-bucket.js';
import { allStampKeys, stampKeyOf, stampKeysOf } from './stamps.js';

/** A Cluster spreads the cache over this many slots: more than it has primaries, and few enough to check each. */
const CLUSTER_BUCKETS = 64;

/** The cache in Redis: one server, a Sentinel's primary, or a Cluster's primaries. */
export class RedisCacheStore extends CacheStore {
  readonly shared = true;
  evictionPolicy: string | undefined;
  private readonly buckets: readonly RedisCacheBucket[];
  private readonly listeners: (() => void)[] = [];
  /** The reason why Redis, though it is there, keeps no connection. */
  private refusal: Error | undefined;

  constructor(redis: Redis | Cluster) {
    super();
    this.buckets =
      redis instanceof Cluster
        ? Array.from({ length: CLUSTER_BUCKETS }, (_, i) => new RedisCacheBucket(redis, `ae:{${i}}:`))
        : [new RedisCacheBucket(redis, 'ae:')];
    // Every command's sender gets its errors; this listener is for the one command that the client sends by itself.
    redis.on('error', (error: Error) => {
      if (refusesDatabase(error)) this.refusal = error;
      // Redis is not there any more, so it refuses nothing.
      else if ('syscall' in error) this.refusal = undefined;
    });
    for (const event of ['close', 'end', 'reconnecting', '-node', '+node', 'node error']) {
      redis.on(event, () => {
        this.interrupt();
      });
    }
  }

  take(keys: readonly string[]): Taking<(CachedValue | null)[]> {
    const [only] = this.buckets;
    return only && this.buckets.length === 1 ? only.take(keys) : later(() => this.readFromBuckets(keys));
  }

  private async readFromBuckets(keys: readonly string[]): Promise<(CachedValue | null)[]> {
    const found = new Map<string, CachedValue | null>();
    await Promise.all(
      byBucket(this.bucketed(keys, (key) => key), async (bucket, some) => {
        for (const [i, entry] of (await bucket.read(some)).entries()) found.set(some[i] ?? '', entry);
      }),
    );
    return keys.map((key) => found.get(key) ?? null);
  }

  async write(entries: readonly CacheEntry[], ttlMs: number, epoch?: number): Promise<void> {
    const whole = await this.writeChanges(entries, ttlMs, epoch);
    if (whole.includes(false)) this.interrupt();
  }

  async offer(entries: readonly CacheEntry[], ttlMs: number): Promise<void> {
    const whole = await Promise.all(byBucket(this.bucketed(entries, ({ key }) => key), (bucket, some) => bucket.write(some, ttlMs)));
    if (whole.includes(false)) this.interrupt();
  }

  private writeChanges(entries: readonly CacheEntry[], ttlMs: number, epoch?: number): Promise<boolean[]> {
    return Promise.all(byBucket(this.bucketed(entries, ({ key }) => key), (bucket, some) => bucket.write(some, ttlMs, { epoch, stamps: stampKeysOf(some) })));
  }

  async establish(replay: () => Promise<Replay>, ttlMs: number): Promise<number> {
    try {
      const replayed = await this.replayed(replay, ttlMs);
      this.refusal = undefined;
      return replayed;
    } catch (error) {
      throw this.refusal ?? error;
    }
  }

  private async replayed(replay: () => Promise<Replay>, ttlMs: number): Promise<number> {
    const marks = await Promise.all(this.buckets.map(async (bucket) => ({ bucket, mark: await bucket.mark() })));
    this.evictionPolicy = marks.find(({ mark }) => mark.evictionPolicy !== undefined)?.mark.evictionPolicy;
    const { entries, epoch } = await replay();
    await this.writeChanges(entries, ttlMs);
    await Promise.all(byBucket(this.bucketed(allStampKeys, (key) => key), (bucket, keys) => bucket.renew(keys, ttlMs)));
    await Promise.all(marks.map(({ bucket, mark }) => bucket.seal(mark, epoch)));
    return entries.length;
  }

  async check(): Promise<void> {
    await Promise.all(this.buckets.map((bucket) => bucket.read([])));
  }

  onInterruption(listener: () => void): void {
    this.listeners.push(listener);
  }

  private interrupt(): void {
    for (const listener of this.listeners) listener();
  }

  private bucketed<T>(items: readonly T[], keyOf: (item: T) => string): Map<RedisCacheBucket, T[]> {
    const groups = new Map<RedisCacheBucket, T[]>();
    for (const item of items) {
      const bucket = this.buckets[this.buckets.length === 1 ? 0 : spread(placeOf(keyOf(item))) % this.buckets.length];
      if (!bucket) continue;
      const group = groups.get(bucket);
      if (group) group.push(item);
      else groups.set(bucket, [item]);
    }
    return groups;
  }
}

function byBucket<T, R>(groups: ReadonlyMap<RedisCacheBucket, T[]>, work: (bucket: RedisCacheBucket, items: T[]) => Promise<R>): Promise<R>[] {
  return [...groups].map(([bucket, items]) => work(bucket, items));
}

/** Entries of a kind that has a stamp are where the stamp is. */
function placeOf(key: string): string {
  return stampKeyOf(key) ?? key;
}

/** FNV-1a over the key's last characters, which are random. */
function spread(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = Math.max(0, key.length - 8); i < key.length; i += 1) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

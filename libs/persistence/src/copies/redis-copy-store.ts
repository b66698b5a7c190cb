import { Cluster, type Redis } from 'ioredis';
import { CopyStore, type Copy, type CopyRead, type Replay } from './copy-store.js';
import { refusesDatabase } from '../redis/refused-database.js';
import { RedisCopyBucket } from './redis-copy-bucket.js';

/** A Cluster spreads the copies over this many slots: more than it has primaries, and few enough to check each. */
const CLUSTER_BUCKETS = 64;

/** Copies in Redis: one server, a Sentinel's primary, or a Cluster's primaries. */
export class RedisCopyStore extends CopyStore {
  readonly shared = true;
  private readonly buckets: readonly RedisCopyBucket[];
  private readonly listeners: (() => void)[] = [];
  /** The reason why Redis, though it is there, keeps no connection. */
  private refusal: Error | undefined;

  constructor(redis: Redis | Cluster) {
    super();
    this.buckets =
      redis instanceof Cluster
        ? Array.from({ length: CLUSTER_BUCKETS }, (_, i) => new RedisCopyBucket(redis, `ae:{${i}}:`))
        : [new RedisCopyBucket(redis, 'ae:')];
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

  async read(keys: readonly string[]): Promise<(CopyRead | null)[]> {
    const [only] = this.buckets;
    if (only && this.buckets.length === 1) return only.read(keys);
    const found = new Map<string, CopyRead | null>();
    await Promise.all(
      byBucket(this.bucketed(keys, (key) => key), async (bucket, some) => {
        for (const [i, copy] of (await bucket.read(some)).entries()) found.set(some[i] ?? '', copy);
      }),
    );
    return keys.map((key) => found.get(key) ?? null);
  }

  async write(copies: readonly Copy[], ttlMs: number, epoch?: number): Promise<void> {
    const whole = await Promise.all(byBucket(this.bucketed(copies, ({ key }) => key), (bucket, some) => bucket.write(some, ttlMs, epoch)));
    if (whole.includes(false)) this.interrupt();
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
    const { copies, epoch } = await replay();
    await Promise.all(byBucket(this.bucketed(copies, ({ key }) => key), (bucket, some) => bucket.write(some, ttlMs)));
    await Promise.all(marks.map(({ bucket, mark }) => bucket.seal(mark, epoch)));
    return copies.length;
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

  private bucketed<T>(items: readonly T[], keyOf: (item: T) => string): Map<RedisCopyBucket, T[]> {
    const groups = new Map<RedisCopyBucket, T[]>();
    for (const item of items) {
      const bucket = this.buckets[this.buckets.length === 1 ? 0 : spread(keyOf(item)) % this.buckets.length];
      if (!bucket) continue;
      const group = groups.get(bucket);
      if (group) group.push(item);
      else groups.set(bucket, [item]);
    }
    return groups;
  }
}

function byBucket<T, R>(groups: ReadonlyMap<RedisCopyBucket, T[]>, work: (bucket: RedisCopyBucket, items: T[]) => Promise<R>): Promise<R>[] {
  return [...groups].map(([bucket, items]) => work(bucket, items));
}

/** FNV-1a over the key's last characters, which are random. */
function spread(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = Math.max(0, key.length - 8); i < key.length; i += 1) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

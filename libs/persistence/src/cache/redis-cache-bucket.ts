import { randomUUID } from 'node:crypto';
import { ContextValue } from '@authengine/contracts';
import { later, settled, type Taking } from '@authengine/kernel';
import { type Cluster, Redis } from 'ioredis';
import { evictionPolicyIn } from '../redis/eviction-policy.js';
import { CacheLost, decodeEntry, encodeEntry, type CacheEntry, type CachedValue } from './cache-store.js';
import { newStamp } from './stamps.js';

/**
 * Sets each cache entry KEYS[2…] for ARGV[3] ms unless the same or a newer version is there, and a stamp, which comes without
 * a version, in any case. The stamp is made of the one before: the client of a Cluster sends a write again whose answer it did
 * not get, and the second time must not bring back the stamp of the first. Then raises the epoch KEYS[1] to
 * ARGV[1]. Returns the epoch, or -1 when there is none: it never creates one, because earlier cache entries are missing too.
 * It leaves an epoch below ARGV[2], the writer's highest so far, as it is: raising it would hide that cache entries were lost.
 */
const WRITE_NEWER = `
for i = 2, #KEYS do
  local version, text = tonumber(ARGV[2 * i]), ARGV[2 * i + 1]
  local present = redis.call('GET', KEYS[i])
  local known = present and tonumber(string.match(present, '^(%d+)|'))
  if not version then text = '0|' .. redis.sha1hex((present or '') .. text) end
  if not version or not known or known < version then redis.call('SET', KEYS[i], text, 'PX', ARGV[3]) end
end
local epoch = tonumber(redis.call('GET', KEYS[1]))
if not epoch then return -1 end
if epoch >= tonumber(ARGV[2]) and epoch < tonumber(ARGV[1]) then
  epoch = tonumber(ARGV[1])
  redis.call('SET', KEYS[1], ARGV[1])
end
return epoch`;

/**
 * Ends a replay: raises the epoch KEYS[1] to ARGV[1] if the mark KEYS[2] from the replay's beginning is still there.
 * Returns the epoch, or -1.
 */
const SEAL = `
if redis.call('DEL', KEYS[2]) == 0 then return -1 end
local epoch = tonumber(redis.call('GET', KEYS[1])) or -1
if epoch < tonumber(ARGV[1]) then
  epoch = tonumber(ARGV[1])
  redis.call('SET', KEYS[1], ARGV[1])
end
return epoch`;

const MARK_MS = 60_000;
const AT_ONCE = 500;

interface Batch {
  /** Each key once, with its place in the answer: many questions of one turn are about the same service, tenants and users. */
  readonly places: Map<string, number>;
  readonly waiting: ((read: () => (CachedValue | null)[]) => void)[];
}

/** The mark in the store of a replay's beginning. */
export interface ReplayMark {
  readonly key: string;
  readonly identity: string;
  /** How the server chooses what it throws away when its memory is full; undefined where it throws nothing away. */
  readonly evictionPolicy: string | undefined;
}

/**
 * The entries that share one Redis server and one epoch: a number that only rises, with every written change. Each read also
 * returns the epoch and the server's identity. Changes may be missing when the epoch is gone or lower than before, or
 * when another server answers on the same connection.
 */
export class RedisCacheBucket {
  private identity: string | undefined;
  private epoch = 0;
  private batch: Batch | undefined;

  /** On a Cluster `prefix` has a hash tag, so that the whole bucket is in one slot. */
  constructor(
    private readonly redis: Redis | Cluster,
    private readonly prefix: string,
  ) {}

  /** Fails with CacheLost. */
  take(keys: readonly string[]): Taking<(CachedValue | null)[]> {
    return (done) => {
      const { places, waiting } = (this.batch ??= this.openBatch());
      const found = keys.map((key) => placeIn(places, key));
      const inContext = ContextValue.current();
      waiting.push((read) => {
        inContext(done, () => {
          const entries = read();
          return found.map((place) => entries[place] ?? null);
        });
      });
    };
  }

  /** @throws CacheLost */
  read(keys: readonly string[]): Promise<(CachedValue | null)[]> {
    return settled(this.take(keys));
  }

  /** Renews the stamps with each step. Returns false when the store has lost something before; the cache is written in any case. */
  async write(entries: readonly CacheEntry[], ttlMs: number, { epoch = 0, stamps = [] }: { readonly epoch?: number | undefined; readonly stamps?: readonly string[] } = {}): Promise<boolean> {
    let whole = true;
    for (let from = 0; from < entries.length; from += AT_ONCE) {
      const found = await this.writeAtOnce(entries.slice(from, from + AT_ONCE), ttlMs, epoch, stamps);
      whole &&= this.notes(found);
    }
    return whole;
  }

  private async writeAtOnce(entries: readonly CacheEntry[], ttlMs: number, epoch: number, stamps: readonly string[]): Promise<number> {
    const keys = [this.epochKey, ...[...entries.map(({ key }) => key), ...stamps].map((key) => this.keyOf(key))];
    const renewed = stamps.flatMap((key) => ['', newStamp(key).value]);
    const values = [...entries.flatMap(({ version, value }) => [version, encodeEntry(version, value)]), ...renewed];
    return Number(await this.redis.eval(WRITE_NEWER, keys.length, ...keys, epoch, this.epoch, Math.ceil(ttlMs), ...values));
  }

  async mark(): Promise<ReplayMark> {
    const key = `${this.prefix}m:${randomUUID()}`;
    const [info, memory] = await this.run((pipeline) => pipeline.info('replication').info('memory').set(key, '1', 'PX', MARK_MS));
    const identity = identityOf(info);
    if (identity === undefined) throw new CacheLost('the Redis server is not a primary');
    return { key, identity, evictionPolicy: evictionPolicyIn(memory) };
  }

  /** New stamps, for as long as cache entries live. */
  async renew(stamps: readonly string[], ttlMs: number): Promise<void> {
    await this.writeAtOnce([], ttlMs, 0, stamps);
  }

  /** @throws CacheLost when something was lost after the mark was made */
  async seal(mark: ReplayMark, epoch: number): Promise<void> {
    const [info, sealed] = await this.run((pipeline) => pipeline.info('replication').eval(SEAL, 2, this.epochKey, mark.key, Math.max(epoch, this.epoch)));
    if (identityOf(info) !== mark.identity || Number(sealed) < 0) throw new CacheLost('the Redis server lost its data, or is another one, since the replay began');
    this.identity = mark.identity;
    this.epoch = Math.max(this.epoch, Number(sealed));
  }

  private get epochKey(): string {
    return `${this.prefix}epoch`;
  }

  private keyOf(key: string): string {
    return `${this.prefix}c:${key}`;
  }

  /** Collects the reads of one event loop turn into one round trip. */
  private openBatch(): Batch {
    const places = new Map<string, number>();
    const waiting: Batch['waiting'] = [];
    setImmediate(() => {
      this.batch = undefined;
      later(() => this.fetch([...places.keys()]))((read) => {
        for (const done of waiting) done(read);
      });
    });
    return { places, waiting };
  }

  private async fetch(keys: readonly string[]): Promise<(CachedValue | null)[]> {
    const [info, texts] = await this.identityAnd([this.epochKey, ...keys.map((key) => this.keyOf(key))]);
    const [epoch, ...found] = texts as (string | null)[];
    if (identityOf(info) !== this.identity) throw new CacheLost('another Redis server answers');
    if (typeof epoch !== 'string' || !this.notes(Number(epoch))) throw new CacheLost('the Redis server has lost or restored its data');
    return found.map(decodeEntry);
  }

  /** False when the epoch is missing or lower than an earlier one. */
  private notes(epoch: number): boolean {
    if (epoch < this.epoch) return false;
    this.epoch = epoch;
    return true;
  }

  /**
   * What the server says of itself, and the values at `keys`, in one round trip. Nothing is sent again over another connection
   * (`redisOptions`), so one server answers both. A pipeline does the same, but each of ioredis's stays until the next full garbage
   * collection, and each young one then takes five times as long. To the client of a Cluster only a pipeline says where to ask.
   */
  private async identityAnd(keys: readonly string[]): Promise<unknown[]> {
    if (!(this.redis instanceof Redis)) return this.run((pipeline) => pipeline.info('replication').mget([...keys]));
    try {
      return await Promise.all([this.redis.info('replication'), this.redis.mget([...keys])]);
    } catch (error) {
      if (error instanceof Error) this.endUnanswered(error);
      throw error;
    }
  }

  /** Sends commands in one round trip to the bucket's server; rejects with the first error. */
  private async run(fill: (pipeline: ReturnType<Redis['pipeline']>) => ReturnType<Redis['pipeline']>): Promise<unknown[]> {
    const results = (await fill(this.redis.pipeline()).exec()) ?? [];
    return results.map(([error, value]) => {
      if (error) {
        this.endUnanswered(error);
        throw error;
      }
      return value;
    });
  }

  /**
   * When an answer is missing, later answers on that connection are late too, or never come, so the connection is
   * replaced.
   */
  private endUnanswered(error: Error): void {
    if (error.message === 'Command timed out' && this.redis instanceof Redis) this.redis.disconnect(true);
  }
}

function placeIn(places: Map<string, number>, key: string): number {
  let place = places.get(key);
  if (place === undefined) places.set(key, (place = places.size));
  return place;
}

/**
 * Names one history of one primary: it changes with a restart, a failover or a copy of another server's data. Undefined
 * for a replica, which may be behind.
 */
function identityOf(info: unknown): string | undefined {
  if (typeof info !== 'string' || !/^role:master\s*$/m.test(info)) return undefined;
  return /^master_replid:(\w+)/m.exec(info)?.[1];
}

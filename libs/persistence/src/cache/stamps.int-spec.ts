import { setTimeout as after } from 'node:timers/promises';
import { settled } from '@authengine/kernel';
import { Redis } from 'ioredis';
import type { CacheEntry, CacheStore } from './cache-store.js';
import { MemoryCacheStore } from './memory-cache-store.js';
import { RedisCacheStore } from './redis-cache-store.js';
import { newStamp } from './stamps.js';

const TTL_MS = 60_000;
const server = process.env['TEST_REDIS_URL'];

/** Every store that this machine has. */
const stores: [string, () => CacheStore, typeof it][] = [['the process’s own', () => new MemoryCacheStore(), it.skip]];
let redis: Redis | undefined;
if (server !== undefined) stores.push(['Redis', () => new RedisCacheStore(redis!), it]);

describe.each(stores)('the stamp of all tenants, in the cache of %s', (_, open, whereEntriesExpire) => {
  let store: CacheStore;
  beforeEach(async () => {
    if (server !== undefined) {
      redis = new Redis(server);
      await redis.flushdb();
    }
    store = open();
    await store.establish(() => Promise.resolve({ entries: [], epoch: 0 }), TTL_MS);
  });
  afterEach(() => {
    redis?.disconnect();
  });

  const entry = (key: string, version: number): CacheEntry => ({ key, version, value: 'ACTIVE', subject: key });
  const stamp = async (): Promise<string | undefined> => (await settled(store.take(['t'])))[0]?.value;

  it('is another one after each change of a tenant, also when the store has the entry already', async () => {
    const seen = [await stamp()];
    for (const changes of [[entry('t:a', 2)], [entry('t:a', 2)], [entry('t:a', 1)], [entry('u:x', 1), entry('t:b', 1)]]) {
      await store.write(changes, TTL_MS, 1);
      seen.push(await stamp());
    }
    expect(seen.every((text) => typeof text === 'string')).toBe(true);
    expect(new Set(seen).size).toBe(seen.length);
    expect((await settled(store.take(['t:a'])))[0]?.version).toBe(2);
  });

  it('stays when anything else changes, and when what was read is offered', async () => {
    const before = await stamp();
    await store.write([entry('u:x', 1), entry('s:y', 1), entry('tx', 1)], TTL_MS, 2);
    await store.offer([entry('t:c', 7), newStamp('t')], TTL_MS);
    expect(await stamp()).toBe(before);
    expect((await settled(store.take(['t:c'])))[0]?.version).toBe(7);
  });

  it('is another one after the store was made trustworthy anew, whatever that found', async () => {
    const before = await stamp();
    await store.establish(() => Promise.resolve({ entries: [], epoch: 3 }), TTL_MS);
    const between = await stamp();
    await store.establish(() => Promise.resolve({ entries: [entry('t:d', 4)], epoch: 4 }), TTL_MS);
    expect(new Set([before, between, await stamp()]).size).toBe(3);
    expect((await settled(store.take(['t:d'])))[0]?.version).toBe(4);
  });

  whereEntriesExpire('is none of those before, when a write comes again whose answer was lost', async () => {
    const sent = jest.spyOn(redis!, 'eval');
    const works = [() => store.write([entry('t:a', 2)], TTL_MS, 1), () => store.establish(() => Promise.resolve({ entries: [], epoch: 1 }), TTL_MS).then(() => undefined)];
    const seen: (string | undefined)[] = [];
    for (const [i, work] of works.entries()) {
      sent.mockClear();
      await work();
      const writes = [...sent.mock.calls];
      expect(writes).not.toEqual([]);
      seen.push(await stamp());
      await store.write([entry(`t:of ${i}`, 2)], TTL_MS, 2 + i);
      seen.push(await stamp());
      for (const write of writes) await redis!.eval(...write);
      seen.push(await stamp());
    }
    sent.mockRestore();
    expect(new Set(seen).size).toBe(seen.length);
  });

  whereEntriesExpire('is there no longer than cache entries, and then whoever misses it makes one', async () => {
    await store.write([entry('t:e', 1)], 30, 5);
    const before = await stamp();
    expect(before).toBeDefined();
    for (const end = Date.now() + 10_000; (await stamp()) !== undefined && Date.now() < end; ) await after(5);
    expect(await stamp()).toBeUndefined();
    const offered = newStamp('t');
    await store.offer([offered], TTL_MS);
    expect(await stamp()).toBe(offered.value);
  });
});

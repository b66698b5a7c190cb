import { VersionedCache } from '@authengine/persistence';
import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { hasRedisServer, OwnRedis } from './kit/own-redis.js';
import { call, bearer, introspect, logIn, serviceKey, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

// A Redis of the test's own: skipped where there is no redis-server.
const onOwnRedis = hasRedisServer ? describe : describe.skip;

onOwnRedis('a numbered database that Redis refuses once the service runs', () => {
  let redis: OwnRedis;
  let test: TestApp;
  beforeAll(async () => {
    redis = await OwnRedis.start('--databases', '4');
    // Away at the start, which looks at it otherwise.
    await redis.kill();
  });
  afterEach(async () => {
    await test.close();
    await redis.kill();
  });

  const start = async (database: number): Promise<void> => {
    test = await createTestApp({ env: { REDIS_URL: redis.url.replace(/0$/, String(database)) } });
  };
  const admin = async <T>(work: (client: Redis) => Promise<T>): Promise<T> => {
    const client = new Redis(redis.url);
    try {
      return await work(client);
    } finally {
      client.disconnect();
    }
  };
  const health = async (): Promise<{ status: number; redis: unknown }> => {
    const answer = await fetch(`${test.url}/health/ready`);
    return { status: answer.status, redis: ((await answer.json()) as { details: { redis: unknown } }).details.redis };
  };
  const healthBecomes = async (wanted: object): Promise<void> => {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const now = await health();
      const reached = Object.entries(wanted).every(([name, value]) => (now.redis as Record<string, unknown>)[name] === value);
      if (reached || Date.now() > deadline) {
        expect(now).toMatchObject({ status: 200, redis: wanted });
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  /** A login, an answer about it, its end. */
  const works = async (): Promise<void> => {
    const key = await serviceKey(test);
    const tokens = await logIn(test, await signUp(test));
    expect((await introspect(test, key, tokens.access_token)).body).toMatchObject({ active: true });
    await call(test, 'POST', '/auth/logout', {}, bearer(tokens.access_token));
    expect((await introspect(test, key, tokens.access_token)).body).toEqual({ active: false });
  };
  const keysIn = (database: number): Promise<string[]> => admin(async (client) => (await client.select(database), client.keys('*')));

  it('leaves PostgreSQL to answer, is told, and has nothing put into database 0', async () => {
    await start(9);
    await redis.start();
    await healthBecomes({ status: 'degraded', reason: 'REDIS_URL: Redis refuses the database of that number; name one that it has, 0 being the first' });
    await works();
    expect(await keysIn(0)).toEqual([]);
    await healthBecomes({ status: 'degraded' });
  });

  it('is used as soon as Redis gives it', async () => {
    await start(3);
    await redis.start();
    await admin((client) => client.call('ACL', 'SETUSER', 'default', '-select'));
    await admin((client) => client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'));
    await healthBecomes({ status: 'degraded', reason: 'REDIS_URL: the user may not run SELECT; docs/config.md lists the commands that are needed' });
    await works();
    await admin((client) => client.call('ACL', 'SETUSER', 'default', '+select'));
    await healthBecomes({ status: 'up' });
    await works();
    expect(await keysIn(0)).toEqual([]);
    expect((await keysIn(3)).length).toBeGreaterThan(0);
  });
});

onOwnRedis('a Redis that throws entries away when its memory is full', () => {
  it('is said in the log when the cache begins to count, and one that keeps them is not', async () => {
    const told = jest.spyOn(Logger.prototype, 'warn');
    for (const policy of ['allkeys-lru', 'noeviction']) {
      const redis = await OwnRedis.start('--maxmemory-policy', policy);
      const test = await createTestApp({ env: { REDIS_URL: redis.url } });
      try {
        const deadline = Date.now() + 20_000;
        while (test.app.get(VersionedCache, { strict: false }).outOfUse !== null && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
        const lines = told.mock.calls.map(([message]) => String(message)).filter((message) => message.includes('maxmemory-policy'));
        expect(lines).toEqual(policy === 'noeviction' ? [] : [expect.stringContaining('maxmemory-policy allkeys-lru')]);
      } finally {
        told.mockClear();
        await test.close();
        await redis.kill();
      }
    }
    told.mockRestore();
  });
});

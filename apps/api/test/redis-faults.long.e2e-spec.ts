import { copyFileSync } from 'node:fs';
import { onRealPostgres } from '@authengine/testing';
import { Redis } from 'ioredis';
import { hasRedisServer, OwnRedis } from './kit/own-redis.js';
import { bearer, call, introspect, logIn, PASSWORD, refresh, serviceKey, signUp, type Answer, type Tokens } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

// Two nodes need a PostgreSQL with more than one session, and a Redis that may be lost: skipped where either is missing.
const onRealStores = onRealPostgres() && hasRedisServer ? describe : describe.skip;

onRealStores('two nodes on one PostgreSQL and one Redis', () => {
  let redis: OwnRedis;
  let nodes: [TestApp, TestApp];
  let key: string;
  let email: string;

  beforeAll(async () => {
    redis = await OwnRedis.start();
    const first = await createTestApp({ env: { REDIS_URL: redis.url } });
    nodes = [first, await createTestApp({ beside: first })];
    key = await serviceKey(first);
  });
  afterAll(async () => {
    await nodes[1].close();
    await nodes[0].close();
    await redis.kill();
  });
  beforeEach(async () => {
    email = await signUp(nodes[0]);
  });

  const active = async (node: TestApp, tokens: Tokens): Promise<unknown> => {
    const { status, body } = await introspect(node, key, tokens.access_token);
    return status === 200 ? body['active'] : status;
  };
  const everywhere = (tokens: Tokens): Promise<unknown[]> => Promise.all(nodes.map((node) => active(node, tokens)));
  const logOut = (node: TestApp, tokens: Tokens): Promise<Answer> => call(node, 'POST', '/auth/logout', undefined, bearer(tokens.access_token));
  const soon = async (wanted: () => Promise<boolean>): Promise<void> => {
    for (let i = 0; i < 200; i += 1) {
      if (await wanted()) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('it did not come to that within ten seconds');
  };

  it('answers inactive on the other node from the moment a logout is acknowledged, 30 times', async () => {
    for (let round = 0; round < 30; round += 1) {
      const tokens = await logIn(nodes[0], email);
      expect(await everywhere(tokens)).toEqual([true, true]);
      expect((await logOut(nodes[round % 2 === 0 ? 0 : 1], tokens)).status).toBe(204);
      expect(await everywhere(tokens)).toEqual([false, false]);
    }
  });

  it('gives the same answers after Redis has been emptied', async () => {
    const [live, ended] = [await logIn(nodes[0], email), await logIn(nodes[0], email)];
    await logOut(nodes[0], ended);
    const client = new Redis(redis.url);
    await client.flushall();
    client.disconnect();
    expect(await everywhere(live)).toEqual([true, true]);
    expect(await everywhere(ended)).toEqual([false, false]);
  });

  it('gives the same answers after Redis has come back with an old snapshot', async () => {
    const tokens = await logIn(nodes[0], email);
    expect(await everywhere(tokens)).toEqual([true, true]);
    const client = new Redis(redis.url);
    await client.save();
    client.disconnect();
    copyFileSync(redis.snapshot, `${redis.snapshot}.old`);
    expect((await logOut(nodes[0], tokens)).status).toBe(204);

    await redis.kill();
    copyFileSync(`${redis.snapshot}.old`, redis.snapshot);
    await redis.start();
    for (let i = 0; i < 40; i += 1) {
      expect(await everywhere(tokens)).toEqual([false, false]);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });

  describe('IF-01 while Redis is down', () => {
    beforeAll(() => redis.kill());
    afterAll(() => redis.start());

    it('signs in, refreshes and introspects from PostgreSQL, each within three seconds', async () => {
      const began = Date.now();
      const tokens = await logIn(nodes[0], email);
      expect(await everywhere(tokens)).toEqual([true, true]);
      expect((await refresh(nodes[1], tokens.refresh_token)).status).toBe(200);
      expect(Date.now() - began).toBeLessThan(9_000);
    });

    it('IF-03 ends a session for every node, and says 503 with Retry-After since it could not tell Redis', async () => {
      const tokens = await logIn(nodes[0], email);
      const answer = await logOut(nodes[0], tokens);
      expect(answer).toMatchObject({ status: 503, body: { code: 'server.unavailable' } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await everywhere(tokens)).toEqual([false, false]);
    });

    it('IF-03 still limits guesses at a password', async () => {
      const statuses: number[] = [];
      for (let i = 0; i < 12; i += 1) statuses.push((await call(nodes[0], 'POST', '/auth/login', { email, password: 'not the password' })).status);
      expect(statuses).toContain(429);
    });
  });

  it('acknowledges revocations again once Redis is back, without a restart', async () => {
    const tokens = await logIn(nodes[0], email);
    await soon(async () => (await logOut(nodes[0], tokens)).status === 204);
    expect(await everywhere(tokens)).toEqual([false, false]);
  });

  it('IF-01 answers each request within three seconds while Redis is frozen', async () => {
    const tokens = await logIn(nodes[0], email);
    const inTime = async (request: () => Promise<{ readonly status: number }>): Promise<number> => {
      const began = Date.now();
      const { status } = await request();
      expect(Date.now() - began).toBeLessThan(3_000);
      return status;
    };
    redis.freeze();
    try {
      const began = Date.now();
      expect(await everywhere(tokens)).toEqual([true, true]);
      expect(Date.now() - began).toBeLessThan(3_000);
      expect(await inTime(() => call(nodes[0], 'POST', '/auth/login', { email, password: PASSWORD }))).toBe(200);
      expect(await inTime(() => call(nodes[1], 'POST', '/auth/login', { email, password: 'not the password' }))).toBe(401);
      expect(await inTime(() => call(nodes[0], 'POST', '/auth/password-reset/request', { email }))).toBe(202);
      expect(await inTime(() => refresh(nodes[1], tokens.refresh_token))).toBe(200);
      expect(await inTime(() => logOut(nodes[0], tokens))).toBe(503);
    } finally {
      redis.thaw();
    }
  });
});

import { copyFileSync } from 'node:fs';
import { VersionedCache } from '@authengine/persistence';
import { onRealPostgres } from '@authengine/testing';
import { Redis } from 'ioredis';
import { hasRedisServer, OwnRedis } from './kit/own-redis.js';
import { bearer, call, introspect, logIn, serviceKey, signUp, type Tokens } from './kit/person.js';
import { TcpProxy } from './kit/tcp-proxy.js';
import { createTestApp, type TestApp } from './test-app.js';

// Two nodes need a PostgreSQL with more than one session, and Redis servers of the test's own: skipped where either is missing.
const onRealStores = onRealPostgres() && hasRedisServer ? describe : describe.skip;

onRealStores('two nodes whose connections outlive the Redis behind them', () => {
  let servers: [OwnRedis, OwnRedis];
  let ways: [TcpProxy, TcpProxy];
  let nodes: [TestApp, TestApp];
  let key: string;
  let email: string;

  beforeAll(async () => {
    servers = [await OwnRedis.start(), await OwnRedis.start()];
    ways = [await TcpProxy.to(servers[0].port), await TcpProxy.to(servers[0].port)];
    const first = await createTestApp({ env: { REDIS_URL: `redis://127.0.0.1:${ways[0].port}/0` } });
    nodes = [first, await createTestApp({ beside: first, env: { REDIS_URL: `redis://127.0.0.1:${ways[1].port}/0` } })];
    key = await serviceKey(first);
  });
  afterAll(async () => {
    await nodes[1].close();
    await nodes[0].close();
    for (const way of ways) await way.close();
    for (const server of servers) await server.kill();
  });
  beforeEach(async () => {
    for (const way of ways) {
      way.delayMs = 0;
      await way.lead(servers[0].port);
    }
    await settled();
    email = await signUp(nodes[0]);
  });

  const settled = async (): Promise<void> => {
    const cache = nodes.map(({ app }) => app.get(VersionedCache, { strict: false }));
    for (let i = 0; i < 500 && cache.some(({ outOfUse }) => outOfUse !== null); i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(cache.map(({ outOfUse }) => outOfUse)).toEqual([null, null]);
  };
  const active = async (node: TestApp, tokens: Tokens): Promise<unknown> => (await introspect(node, key, tokens.access_token)).body['active'];
  const everywhere = (tokens: Tokens): Promise<unknown[]> => Promise.all(nodes.map((node) => active(node, tokens)));
  const logOut = async (node: TestApp, tokens: Tokens): Promise<number> => (await call(node, 'POST', '/auth/logout', undefined, bearer(tokens.access_token))).status;
  /** Both nodes have the session's cache entries, so that neither needs to ask PostgreSQL. */
  const seenBefore = async (tokens: Tokens): Promise<void> => {
    for (let i = 0; i < 2; i += 1) expect(await everywhere(tokens)).toEqual([true, true]);
  };

  it.each(['the node that revoked', 'the other node'] as const)('%s answers inactive at once when an older copy of Redis takes over', async (which) => {
    const node = which === 'the other node' ? 1 : 0;
    const tokens = await logIn(nodes[0], email);
    await seenBefore(tokens);
    const client = new Redis(servers[0].url);
    await client.save();
    client.disconnect();
    await servers[1].kill();
    copyFileSync(servers[0].snapshot, servers[1].snapshot);
    await servers[1].start();

    expect(await logOut(nodes[0], tokens)).toBe(204);
    await ways[node].lead(servers[1].port);
    // Nothing but the answer itself may tell the node that it talks to another server.
    expect(await active(nodes[node], tokens)).toBe(false);
    for (let i = 0; i < 20; i += 1) expect(await active(nodes[node], tokens)).toBe(false);
  });

  it('answers inactive at once when Redis is emptied while a revocation is on its way', async () => {
    const tokens = await logIn(nodes[0], email);
    await seenBefore(tokens);
    ways[0].delayMs = 150;
    const revoked = logOut(nodes[0], tokens);
    const client = new Redis(servers[0].url);
    // Emptied again and again, also right after the revocation has been written.
    let emptying = true;
    const emptied = (async () => {
      while (emptying) await client.flushall();
    })();
    expect(await revoked).toBe(204);
    ways[0].delayMs = 0;
    for (let i = 0; i < 10; i += 1) expect(await everywhere(tokens)).toEqual([false, false]);
    emptying = false;
    await emptied;
    client.disconnect();
    for (let i = 0; i < 10; i += 1) expect(await everywhere(tokens)).toEqual([false, false]);
  });

  it('answers inactive at once when what was read before a revocation is written to an emptied Redis after it', async () => {
    const client = new Redis(servers[0].url);
    const tokens = await logIn(nodes[0], email);
    await seenBefore(tokens);
    // As a slow node would: its write was on the way while the session ended and Redis was emptied.
    const stale = await Promise.all((await client.keys('ae:c:*')).map(async (key) => [key, (await client.get(key)) ?? ''] as const));
    expect(await logOut(nodes[0], tokens)).toBe(204);
    await client.multi().flushall().mset(new Map(stale)).exec();
    expect(await everywhere(tokens)).toEqual([false, false]);
    client.disconnect();
  });

  it.each(['the node that revoked', 'the other node'] as const)('answers inactive when older data is restored and %s writes before anybody reads', async (which) => {
    const [tokens, another] = [await logIn(nodes[0], email), await logIn(nodes[0], await signUp(nodes[0]))];
    await seenBefore(tokens);
    await seenBefore(another);
    const client = new Redis(servers[0].url);
    const older = await Promise.all((await client.keys('ae:*')).map(async (key) => [key, (await client.get(key)) ?? ''] as const));
    expect(await logOut(nodes[0], tokens)).toBe(204);
    expect(await everywhere(tokens)).toEqual([false, false]);
    // Until no node will read that change from the log again.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await client.multi().flushall().mset(new Map(older)).exec();
    expect(await logOut(nodes[which === 'the other node' ? 1 : 0], another)).toBe(204);
    for (let i = 0; i < 20; i += 1) expect(await everywhere(tokens)).toEqual([false, false]);
    client.disconnect();
  });

  it('learns of what a node without Redis revokes', async () => {
    const third = await createTestApp({ beside: nodes[0], env: { REDIS_URL: '' } });
    const tokens = await logIn(nodes[0], email);
    await seenBefore(tokens);
    expect(await logOut(third, tokens)).toBe(204);
    expect(await active(third, tokens)).toBe(false);
    for (let i = 0; i < 100 && (await everywhere(tokens)).includes(true); i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await everywhere(tokens)).toEqual([false, false]);
    await third.close();
  });

  it('trusts an emptied Redis again, and revokes by it', async () => {
    const client = new Redis(servers[0].url);
    await client.flushall();
    const tokens = await logIn(nodes[0], email);
    await seenBefore(tokens);
    await settled();
    expect(await logOut(nodes[1], tokens)).toBe(204);
    expect(await everywhere(tokens)).toEqual([false, false]);
    expect(await client.exists('ae:epoch')).toBe(1);
    client.disconnect();
  });
});

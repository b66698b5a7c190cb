import { Redis } from 'ioredis';
import { hasRedisServer, OwnRedis } from './kit/own-redis.js';
import { introspect, logIn, serviceKey, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

// A Redis of the test's own: skipped where there is no redis-server.
const onOwnRedis = hasRedisServer ? describe : describe.skip;

/** As docs/config.md lists them. */
const NEEDED = '+ping +info +select +get +mget +set +del +incrby +pttl +multi +exec +eval +evalsha';

onOwnRedis('a Redis user with few rights', () => {
  let redis: OwnRedis;

  beforeAll(async () => {
    redis = await OwnRedis.start();
    const client = new Redis(redis.url);
    await client.call('ACL', 'SETUSER', 'enough', 'on', '>secret', '~ae:*', ...NEEDED.split(' '));
    await client.call('ACL', 'SETUSER', 'lean', 'on', '>secret', '~ae:*', ...NEEDED.split(' '), '-info');
    client.disconnect();
  });
  afterAll(() => redis.kill());

  const as = async (user: string, work: (test: TestApp) => Promise<void>): Promise<void> => {
    const test = await createTestApp({ env: { REDIS_URL: redis.url.replace('//', `//${user}:secret@`) } });
    try {
      await work(test);
    } finally {
      await test.close();
    }
  };
  const health = async (test: TestApp): Promise<unknown> => ((await (await fetch(`${test.url}/health/ready`)).json()) as { details: { redis: unknown } }).details.redis;
  const settled = async (test: TestApp, wanted: object): Promise<void> => {
    for (let i = 0; i < 200 && !JSON.stringify(await health(test)).includes(JSON.stringify(wanted).slice(1, -1)); i += 1) await new Promise((resolve) => setTimeout(resolve, 25));
    expect(await health(test)).toMatchObject(wanted);
  };

  it('is enough with the commands that the documentation lists', async () => {
    await as('enough', async (test) => {
      const key = await serviceKey(test);
      const tokens = await logIn(test, await signUp(test));
      expect((await introspect(test, key, tokens.access_token)).body).toMatchObject({ active: true });
      await settled(test, { status: 'up' });
    });
  });

  it('is told which command it lacks, and PostgreSQL answers', async () => {
    await as('lean', async (test) => {
      const key = await serviceKey(test);
      const tokens = await logIn(test, await signUp(test));
      expect((await introspect(test, key, tokens.access_token)).body).toMatchObject({ active: true });
      await settled(test, { status: 'degraded', reason: 'REDIS_URL: the user may not run INFO; docs/config.md lists the commands that are needed' });
    });
  });
});

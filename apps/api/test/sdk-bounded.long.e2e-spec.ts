import { AuthEngine } from '@authengine/sdk';
import { VersionedCache } from '@authengine/persistence';
import { onRealPostgres, People } from '@authengine/testing';
import { actorOf, type Actor } from './kit/actor.js';
import { serviceKey } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

/** Nodes side by side need a PostgreSQL with more than one session, and a cache that they share is in a Redis. */
const onRealStores = onRealPostgres() && process.env['TEST_REDIS_URL'] !== undefined ? describe : describe.skip;

/** Ten thousand take three minutes; `TEST_REVOCATIONS=10000` asks for them. */
const REVOCATIONS = Number(process.env['TEST_REVOCATIONS'] ?? '1000');
const PEOPLE = 20;
const AT_ONCE = 20;
const BOUND_MS = 1_000;

onRealStores('a service that keeps answers while the stream of revocations is alive', () => {
  let one: TestApp;
  let other: TestApp;
  let engine: AuthEngine;

  beforeAll(async () => {
    one = await createTestApp({ env: { MAX_CONCURRENT_SESSIONS: '1000', RATE_LIMIT_PER_MINUTE: '1000000' } });
    other = await createTestApp({ beside: one, env: { MAX_CONCURRENT_SESSIONS: '1000', RATE_LIMIT_PER_MINUTE: '1000000' } });
    engine = new AuthEngine({ url: other.url, apiKey: await serviceKey(one), mode: `bounded: ${BOUND_MS} ms`, timeoutMs: 60_000 });
  });
  afterAll(async () => {
    engine.close();
    await other.close();
    await one.close();
  });

  it(`sees none of ${REVOCATIONS} sessions as standing later than the bound after the answer that ended it at another node`, async () => {
    const people = new People(one.dataSource);
    const ids = await Promise.all(Array.from({ length: PEOPLE }, () => people.user()));
    const lateMs: number[] = [];
    const follow = async (person: Actor): Promise<void> => {
      const stands = async (): Promise<boolean> => (await engine.introspect({ token: person.token })).active;
      expect(await stands()).toBe(true);
      expect((await person.ask('POST', '/auth/logout')).status).toBe(204);
      const ended = performance.now();
      let asked = ended;
      while (await stands()) {
        lateMs.push(asked - ended);
        await new Promise((resolve) => setTimeout(resolve, 5));
        asked = performance.now();
      }
    };
    const turns = Array.from({ length: REVOCATIONS }, (_, at) => ids[at % PEOPLE]!);
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let id = turns.pop(); id !== undefined; id = turns.pop()) await follow(await actorOf(one, id));
      }),
    );
    expect(lateMs.filter((ms) => ms > BOUND_MS)).toEqual([]);
    expect(lateMs.length).toBeGreaterThan(0);
  }, 1_800_000);

  it('keeps nothing that was answered from a cache entry that had still to be written when the stream told of the end', async () => {
    const id = await new People(one.dataSource).user();
    const store = Reflect.get(one.app.get(VersionedCache, { strict: false }), 'store') as { write: (...all: unknown[]) => Promise<void> };
    const write = store.write.bind(store);
    for (let i = 0; i < 5; i += 1) {
      const person = await actorOf(one, id);
      const stands = async (): Promise<boolean> => (await engine.introspect({ token: person.token })).active;
      expect(await stands()).toBe(true);
      const slow = jest.spyOn(store, 'write').mockImplementation(async (...all) => {
        await new Promise((resolve) => setTimeout(resolve, 400));
        await write(...all);
      });
      let ended = false;
      const logout = person.ask('POST', '/auth/logout').then(({ status }) => {
        ended = true;
        expect(status).toBe(204);
      });
      while (!ended) {
        await stands();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await logout;
      slow.mockRestore();
      await new Promise((resolve) => setTimeout(resolve, BOUND_MS));
      expect(await stands()).toBe(false);
    }
  });
});

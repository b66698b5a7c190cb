import { setTimeout as after } from 'node:timers/promises';
import { onRealPostgres } from '@authengine/testing';
import type { QueryRunner } from 'typeorm';
import { newActor } from './kit/actor.js';
import { bearer, call, introspect, logIn, serviceKey, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const POOL = 10;
/** A request that gets no connection is answered 503 after two seconds. */
const MAX_MS = 1_500;

// The embedded Postgres has one session for all.
(onRealPostgres() ? describe : describe.skip)('introspection while others hold every connection (needs TEST_POSTGRES_URL)', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  /** Takes every connection that the requests of users have. */
  async function holdAll(): Promise<() => Promise<void>> {
    const runners: QueryRunner[] = Array.from({ length: POOL }, () => test.dataSource.createQueryRunner());
    await Promise.all(runners.map((runner) => runner.connect()));
    return async () => {
      await Promise.all(runners.map((runner) => runner.release()));
    };
  }

  it('answers of tokens that it must ask Postgres about, by a key that it has not seen', async () => {
    const [actor, key] = [await newActor(test), await serviceKey(test)];
    const release = await holdAll();
    try {
      const began = performance.now();
      expect(await introspect(test, key, actor.token)).toMatchObject({ status: 200, body: { active: true, user_id: actor.id } });
      expect(performance.now() - began).toBeLessThan(MAX_MS);
      // What others ask for has to wait, and is then refused.
      expect((await call(test, 'GET', '/me/tenants', undefined, bearer(actor.token))).status).toBe(503);
    } finally {
      await release();
    }
  });

  it('waits for no load of the same user that others began', async () => {
    const [key, token] = [await serviceKey(test), (await logIn(test, await signUp(test))).access_token];
    const release = await holdAll();
    try {
      const stuck = Array.from({ length: 3 }, () => call(test, 'GET', '/platform/users', undefined, bearer(token)));
      await after(200);
      expect(await introspect(test, key, token)).toMatchObject({ status: 200, body: { active: true } });
      await Promise.all(stuck);
    } finally {
      await release();
    }
  });

  it('is answered beside 120 changes that one user makes at once', async () => {
    const [actor, bystander, key] = [await newActor(test), await newActor(test), await serviceKey(test)];
    const changes = Array.from({ length: 120 }, (_, i) => actor.ask('PATCH', '/me', { first_name: `Ada ${i}` }));
    const answers: unknown[] = [];
    for (let i = 0; i < 10; i += 1) answers.push((await introspect(test, key, bystander.token)).body['active']);
    const statuses = (await Promise.all(changes)).map(({ status }) => status);
    expect(answers).toEqual(Array<boolean>(10).fill(true));
    // One that would wait for its turn for longer than three seconds may be sent again.
    expect(statuses.filter((status) => status !== 200 && status !== 429)).toEqual([]);
    expect(statuses).toContain(200);
  });
});

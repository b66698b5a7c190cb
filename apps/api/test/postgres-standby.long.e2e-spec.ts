import { migrate, type PostgresAddress } from '@authengine/persistence';
import { People } from '@authengine/testing';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { hasPostgres, OwnPostgres } from './kit/own-postgres.js';
import { bearer, call } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

// Where this machine has no PostgreSQL to start, none has a standby.
(hasPostgres ? describe : describe.skip)('a PostgreSQL whose commits wait for a standby', () => {
  let postgres: OwnPostgres;
  let test: TestApp;
  let admin: Actor;

  beforeAll(async () => {
    postgres = await OwnPostgres.start();
    const address: PostgresAddress = { kind: 'server', url: postgres.url('postgres'), poolSize: 5 };
    await migrate(address);
    test = await createTestApp({ database: { address, close: () => Promise.resolve() } });
    const people = new People(test.dataSource);
    admin = await actorOf(test, await people.newMember(await people.platform(), 'SUPER_ADMIN'));
  });
  afterAll(async () => {
    await test.close();
    await postgres.close();
  });

  const standbys = async (names: string): Promise<void> => {
    await postgres.query('postgres', `ALTER SYSTEM SET synchronous_standby_names = '${names}'`);
    await postgres.query('postgres', 'SELECT pg_reload_conf()');
    for (let seen; seen !== names; ) [{ seen }] = (await postgres.query<{ seen: string }>('postgres', "SELECT current_setting('synchronous_standby_names') AS seen")) as [{ seen: string }];
  };
  const endSessionsOf = ({ id }: Actor): Promise<{ status: number; headers: Headers }> => call(test, 'DELETE', `/platform/users/${id}/sessions`, undefined, bearer(admin.token));

  it('acknowledges no end that a failover would take back, asked for once or again', async () => {
    const person = await newActor(test);
    await standbys('nobody');
    for (let i = 0; i < 2; i += 1) {
      const answer = await endSessionsOf(person);
      expect([answer.status, Number(answer.headers.get('retry-after')) > 0]).toEqual([503, true]);
    }
    await standbys('');
    expect((await endSessionsOf(person)).status).toBe(204);
    expect((await call(test, 'GET', '/me', undefined, bearer(person.token))).status).toBe(401);
  });
});

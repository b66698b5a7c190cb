import { VersionedCache } from '@authengine/persistence';
import { onRealPostgres, People } from '@authengine/testing';
import { actorOf } from './kit/actor.js';
import { applicationActs } from './kit/application-acts.js';
import { hasRedisServer, OwnRedis } from './kit/own-redis.js';
import { introspect, serviceKey } from './kit/person.js';
import { revokingActs, type RevokingActs } from './kit/revoking-acts.js';
import { TcpProxy } from './kit/tcp-proxy.js';
import { createTestApp, type TestApp } from './test-app.js';

// Two nodes need a PostgreSQL with more than one session, and a Redis of the test's own: skipped where either is missing.
const onRealStores = onRealPostgres() && hasRedisServer ? describe : describe.skip;

const ACTS = [
  'logout', 'session ended by its owner', 'end of all other sessions', 'end of all sessions by the platform', 'suspension', 'role taken in a tenant', 'role taken on the platform',
  'tenant suspended', 'second factor asked for by a tenant', 'permission taken from a role that tenants share', "permission taken from a tenant's own role", 'service key revoked',
  'logout of an account that somebody deletes', 'application disabled', 'scope taken from an application', "application that is the company's own no more", 'consent withdrawn',
  'sign-out of a browser whose session somebody ends', 'sign-out of a browser whose account somebody deletes',
  'revocation of a token of an account that somebody deletes', 'scope taken from a service',
] as const;

onRealStores('a revocation that is asked for at two nodes, each with its own way to Redis', () => {
  let redis: OwnRedis;
  let ways: [TcpProxy, TcpProxy];
  let a: TestApp;
  let b: TestApp;
  let acts: RevokingActs;

  beforeAll(async () => {
    redis = await OwnRedis.start();
    ways = [await TcpProxy.to(redis.port), await TcpProxy.to(redis.port)];
    a = await createTestApp({ env: { OIDC_ENABLED: 'true', REDIS_URL: `redis://127.0.0.1:${ways[0].port}/0` } });
    b = await createTestApp({ beside: a, env: { OIDC_ENABLED: 'true', REDIS_URL: `redis://127.0.0.1:${ways[1].port}/0` } });
    acts = { ...(await revokingActs(a)), ...(await applicationActs(a)) };
  });
  afterAll(async () => {
    await b.close();
    await a.close();
    for (const way of ways) await way.close();
    await redis.kill();
  });
  beforeEach(async () => {
    ways[0].delayMs = 0;
    ways[0].mend();
    const cache = [a, b].map(({ app }) => app.get(VersionedCache, { strict: false }));
    for (let i = 0; i < 500 && cache.some(({ outOfUse }) => outOfUse !== null); i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(cache.map(({ outOfUse }) => outOfUse)).toEqual([null, null]);
  });

  const prepare = async (act: string) => {
    const standing = await acts[act]!();
    // Seen by both nodes, twice: from here on they answer from the cache.
    for (const node of [a, b, a, b]) expect(await standing.stands(node)).toBe(true);
    return standing;
  };

  it('is tried for every act in the table', () => {
    expect(Object.keys(acts)).toEqual([...ACTS]);
  });

  it.each(ACTS)('is in force when the second node acknowledges a %s that the first could not tell of', async (act) => {
    const standing = await prepare(act);
    ways[0].cut();
    expect((await standing.end(a, 'one')).status).toBe(503);
    const { status } = await standing.end(b, 'another');
    expect(status).toBeLessThan(300);
    expect(await standing.stands(b)).toBe(false);
    expect(await standing.stands(a)).toBe(false);
  });

  it.each(ACTS)('is in force when the second node acknowledges a %s whose cache entries are still on their way from the first', async (act) => {
    const standing = await prepare(act);
    const [{ pending: before }] = await pendingChanges();
    ways[0].delayMs = 400;
    const first = standing.end(a, 'one');
    for (let i = 0; i < 1_000 && (await pendingChanges())[0].pending === before; i += 1) await new Promise((resolve) => setTimeout(resolve, 2));
    const { status } = await standing.end(b, 'another');
    expect(status).toBeLessThan(300);
    expect(await standing.stands(b)).toBe(false);
    ways[0].delayMs = 0;
    // The first node may find its Redis too slow to acknowledge anything; then it says so.
    const { status: told } = await first;
    expect(told < 300 || told === 503).toBe(true);
    expect(await standing.stands(a)).toBe(false);
  });

  it.each(['tenants', 'roles'] as const)('takes a permission from a shared role also where the role is given in a new tenant while the change waits for %s', async (table) => {
    const people = new People(a.dataSource);
    const name = `MEANWHILE_${table}`;
    const role = await people.role(name, { permissions: ['tenant.view'] });
    const older = await people.tenant();
    const admin = await actorOf(a, await people.newMember(await people.platform(), 'SUPER_ADMIN'));
    const key = await serviceKey(a);

    const holder = a.dataSource.createQueryRunner();
    await holder.startTransaction();
    await holder.query(`SELECT 1 FROM ${table} WHERE id = $1 FOR NO KEY UPDATE`, [table === 'tenants' ? older : role]);
    const change = admin.ask('PATCH', `/platform/roles/${role}`, { permissions: [] });
    const waits = async (): Promise<boolean> =>
      (await a.dataSource.query<unknown[]>("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")).length > 0;
    for (let i = 0; i < 100 && !(await waits()); i += 1) await new Promise((resolve) => setTimeout(resolve, 5));

    const tenant = await people.tenant();
    const member = await actorOf(a, await people.newMember(tenant, name));
    const allowed = async (node: TestApp): Promise<boolean> =>
      ((await introspect(node, key, member.token, { tenant_id: tenant })).body['permissions'] as string[]).includes('tenant.view');
    for (const node of [a, b, a, b]) await allowed(node);
    await holder.rollbackTransaction();
    await holder.release();
    expect((await change).status).toBe(200);
    expect([await allowed(a), await allowed(b)]).toEqual([false, false]);
  });

  const pendingChanges = (): Promise<[{ pending: string }]> => a.dataSource.query('SELECT count(*) AS pending FROM copy_changes WHERE pending');
});

import { People } from '@authengine/testing';
import { RouteTable } from '../src/http/routes/route-table.js';
import { newActor } from './kit/actor.js';
import { bearer, call, logInAsSuperAdmin } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const LOG = '/platform/audit';

describe('AU-06 the audit log', () => {
  let test: TestApp;
  let token: string;

  beforeAll(async () => {
    test = await createTestApp();
    token = (await logInAsSuperAdmin(test)).access_token;
  });
  afterAll(() => test.close());

  it.each(['actor_id[$ne]=x', 'actor_id[]=x', 'action[$regex]=.*', '$where=1', 'action=(a%2B)%2B%24', 'status=%7B%22%24ne%22%3A1%7D', 'actor_id=a&actor_id=b', 'q[__proto__][x]=1', 'action=%00'])(
    'takes no operator, pattern or list for a value: %s',
    async (query) => {
      expect((await call(test, 'GET', `${LOG}?${query}`, undefined, bearer(token))).status).toBe(400);
    },
  );

  it('is changed by nobody', async () => {
    const entries = await call<{ id: string }[]>(test, 'GET', `${LOG}?limit=1`, undefined, bearer(token));
    const id = entries.body[0]?.id ?? '';
    expect(id).not.toBe('');
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      expect((await call(test, method, LOG, undefined, bearer(token))).status).toBe(405);
      expect((await call(test, method, `${LOG}/${id}`, undefined, bearer(token))).status).toBe(404);
    }
  });

  it('of a tenant is not filled by a stranger, whatever they ask; their refusals are counted', async () => {
    const [owner, stranger] = [await newActor(test), await newActor(test)];
    const tenant = await new People(test.dataSource).tenant(owner.id);
    const routes = test.app.get(RouteTable).routes().filter(({ path }) => /^\/api\/v1\/tenants\/.*:tenant_id/.test(path));
    expect(routes.length).toBeGreaterThan(10);
    let refused = 0;
    while (refused < 300) {
      for (const { method, path } of routes) {
        const target = path.replace('/api/v1', '').replace(':tenant_id', tenant).replace(/:\w+/g, stranger.id);
        expect([400, 403, 404]).toContain((await stranger.ask(method, target)).status);
        refused += 1;
      }
    }
    const entries: { metadata: { repeated?: number } }[] = [];
    for (let path: string | undefined = `/tenants/audit/${tenant}/audit-logs?limit=100&actor_id=${stranger.id}`; path !== undefined; ) {
      const page: Awaited<ReturnType<typeof owner.ask<typeof entries>>> = await owner.ask<typeof entries>('GET', path);
      entries.push(...page.body);
      path = /<([^>]+)>/.exec(page.headers.get('link') ?? '')?.[1]?.replace(/^.*\/api\/v1/, '');
    }
    expect(entries.length).toBeLessThan(110);
    expect(entries.length).toBeGreaterThan(20);
    expect(Math.max(...entries.map(({ metadata }) => metadata.repeated ?? 0))).toBeGreaterThanOrEqual(256);
  });
});

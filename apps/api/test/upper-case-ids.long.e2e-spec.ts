import { newId, type RoleId, type TenantId, type UserId } from '@authengine/kernel';
import { FakeClock, FakeProvider, People } from '@authengine/testing';
import { RouteTable, type Route } from '../src/http/routes/route-table.js';
import { actorOf, type Actor } from './kit/actor.js';
import { readDocument } from './kit/document.js';
import { call, introspect, serviceKey, type Answer } from './kit/person.js';
import { Browser, someone } from './kit/social.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Ids {
  readonly tenant: TenantId;
  readonly user: UserId;
  readonly role: RoleId;
  readonly key: string;
  readonly application: string;
  readonly secret: string;
  readonly invitation: string;
  readonly session: string;
}

const BEGINS_A_FLOW = /\/oauth\/:provider\//;

/** RFC 9562 section 4: a UUID is read in either case, and written in lower case. */
describe('a UUID in upper case', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  let test: TestApp;
  let people: People;
  let root: Actor;
  let ids: Ids;
  let routes: readonly Route[];

  const world = async (): Promise<Ids> => {
    const tenant = await people.tenant(root.id);
    const user = await people.newMember(tenant, 'TENANT_USER');
    const role = await people.role(`R${newId().slice(0, 8)}`, { tenantId: tenant, level: 5 });
    const key = String((await root.ask('POST', '/platform/service-keys', { service_name: 'a service', tenant_id: tenant })).body['id']);
    const application = (await root.ask<{ id: string; secrets: { id: string }[] }>('POST', '/platform/applications', { name: 'a service', type: 'service', tenant_id: tenant })).body;
    const invitation = String((await root.ask('POST', `/tenants/users/${tenant}/users`, { email: `${newId()}@people.test` })).body['invitation_id']);
    return { tenant, user, role, key, application: application.id, secret: application.secrets[0]?.id ?? '', invitation, session: (await people.session(root.id)).sid };
  };

  beforeAll(async () => {
    test = await createTestApp({ clock, provider, env: { MAX_CONCURRENT_SESSIONS: '1000' } });
    people = new People(test.dataSource);
    root = await actorOf(test, await people.newMember(await people.platform(), 'SUPER_ADMIN'));
    ids = await world();
    routes = test.app.get(RouteTable).routes().filter(({ path }) => path.startsWith('/api/v1/') && !BEGINS_A_FLOW.test(path));
  });
  afterAll(() => test.close());

  /** The route's path with ids of things that there are. */
  const target = (path: string, of: Ids): string =>
    path.replace('/api/v1', '').replace(/:(\w+)/g, (_, name: string) => {
      if (name === 'role_name') return 'TENANT_USER';
      if (name === 'tenant_id') return of.tenant;
      if (name === 'role_id') return of.role;
      if (name === 'uid') return of.user;
      if (name === 'secret_id') return of.secret;
      if (path.includes('/applications/')) return of.application;
      if (path.includes('/service-keys/')) return of.key;
      if (path.includes('/invitations/')) return of.invitation;
      if (path.includes('/me/sessions/')) return of.session;
      return path.includes('/tenants/') ? of.tenant : of.user;
    });
  const shouted = (path: string): string => path.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => id.toUpperCase());
  const said = ({ status, body }: Answer): unknown => [status, typeof body === 'object' ? JSON.parse(JSON.stringify(body), (name, value: unknown) => (name === 'request_id' ? undefined : value)) : body];

  it('is the same id in every path that is read', async () => {
    const reads = routes.filter(({ method, path }) => method === 'GET' && path.includes(':') && !path.endsWith('/export'));
    expect(reads.length).toBeGreaterThan(8);
    for (const { path } of reads) {
      const [lower, upper] = [await root.ask('GET', target(path, ids)), await root.ask('GET', shouted(target(path, ids)))];
      // Reading the log adds to it.
      if (path.includes('/audit-logs')) expect([path, upper.status]).toEqual([path, lower.status]);
      else expect([path, said(upper)]).toEqual([path, said(lower)]);
    }
  });

  it('is the same id in every path that is written', async () => {
    const bodies: Record<string, unknown> = { role_name: 'TENANT_USER', status: 'ACTIVE' };
    const document = await readDocument(test);
    const bodyOf = (route: Route, of: Ids): unknown => {
      const operation = document.paths[route.path.replace(/:(\w+)/g, '{$1}')]?.[route.method.toLowerCase() as 'post'];
      const body = operation?.requestBody;
      if (!body || !('content' in body)) return undefined;
      const { $ref } = body.content['application/json']?.schema as { $ref: string };
      const schema = document.components?.schemas?.[$ref.slice($ref.lastIndexOf('/') + 1)] as { required?: string[] };
      return Object.fromEntries((schema.required ?? []).map((name) => [name, name === 'user_id' ? of.user.toUpperCase() : name === 'name' || name === 'email' ? `R${newId()}@people.test` : name === 'level' ? 5 : bodies[name]]));
    };
    const writes = routes.filter(({ method, path }) => method !== 'GET' && /:\w*id/.test(path));
    expect(writes.length).toBeGreaterThan(20);
    for (const route of writes) {
      const [one, other] = [await world(), await world()];
      const lower = await root.ask(route.method, target(route.path, one), bodyOf(route, one));
      const upper = await root.ask(route.method, shouted(target(route.path, other)), bodyOf(route, other));
      expect([route.method, route.path, upper.status, upper.body['code']]).toEqual([route.method, route.path, lower.status, lower.body['code']]);
    }
  });

  it('is the same id in every query', async () => {
    const document = await readDocument(test);
    let asked = 0;
    for (const [path, { get }] of Object.entries(document.paths)) {
      for (const parameter of get?.parameters ?? []) {
        if (!('in' in parameter) || parameter.in !== 'query' || (parameter.schema as { format?: string }).format !== 'uuid' || path.includes('{provider}') || path.includes('/proofs/') || path.endsWith('/export')) continue;
        const value = parameter.name === 'tenant_id' ? ids.tenant : parameter.name === 'target_user_id' ? ids.user : root.id;
        const at = target(path.replace(/\{(\w+)\}/g, ':$1'), ids);
        const [lower, upper] = [await root.ask('GET', `${at}?${parameter.name}=${value}&limit=5`), await root.ask<object[]>('GET', `${at}?${parameter.name}=${value.toUpperCase()}&limit=5`)];
        expect([at, upper.status, upper.body.length > 0]).toEqual([at, 200, (lower.body as unknown as object[]).length > 0]);
        asked += 1;
      }
    }
    expect(asked).toBeGreaterThan(6);
    expect((await root.ask<object[]>('GET', `/platform/users?q=${ids.user.toUpperCase()}`)).body).toHaveLength(1);
  });

  it('is the same id in every body', async () => {
    const { tenant, user } = await world();
    const created = await root.ask('POST', '/platform/tenants', { name: 'Acme', owner_id: user.toUpperCase() });
    expect(created).toMatchObject({ status: 201, body: { owner_id: user } });
    expect(await root.ask('PUT', `/platform/tenants/${tenant}`, { owner_id: user.toUpperCase() })).toMatchObject({ status: 200, body: { owner_id: user } });
    expect(await root.ask('POST', '/authz/explain', { user_id: user.toUpperCase(), permission: 'tenant.view', tenant_id: tenant.toUpperCase() })).toMatchObject({ status: 200, body: { allowed: true, user_id: user, tenant_id: tenant } });
    expect(await root.ask('POST', '/platform/service-keys', { service_name: 'x', tenant_id: tenant.toUpperCase() })).toMatchObject({ status: 201, body: { tenant_id: tenant } });
    const selected = await root.ask<{ access_token: string }>('POST', '/auth/select-tenant', { tenant_id: tenant.toUpperCase() });
    expect(selected.status).toBe(200);
    const key = await serviceKey(test, { tenant_id: tenant.toUpperCase() });
    expect(await introspect(test, key, selected.body.access_token, { tenant_id: tenant.toUpperCase() })).toMatchObject({ status: 200, body: { active: true, tenant_id: tenant } });
  });

  it('names the tenant of a social login', async () => {
    const person = someone();
    const browser = new Browser(test, provider);
    const first = await browser.signIn('google', person);
    await people.member(ids.tenant, first.body.user.id as UserId, 'TENANT_USER');
    const again = await browser.signIn('google', person, { tenant_id: ids.tenant.toUpperCase() });
    expect(again.status).toBe(200);
    const key = await serviceKey(test);
    expect((await introspect(test, key, again.body.access_token)).body).toMatchObject({ active: true, tenant_id: ids.tenant });
  });

  it('is on record in lower case, also where it is refused', async () => {
    const stranger = await actorOf(test, await people.user());
    const { tenant } = await world();
    await stranger.ask('GET', shouted(`/tenants/users/${tenant}/users`));
    const [entry] = (await call<{ tenant_id: string }[]>(test, 'GET', `/platform/audit?actor_id=${stranger.id.toUpperCase()}&status=denied`, undefined, { Authorization: `Bearer ${root.token}` })).body;
    expect(entry).toMatchObject({ tenant_id: tenant, actor_id: stranger.id });
  });

  it('is no id where it is a text: a password, a name', async () => {
    const name = newId().toUpperCase().replace(/^./, 'A');
    expect((await root.ask('POST', `/tenants/roles/${ids.tenant}/roles`, { name, level: 3 })).body).toMatchObject({ name });
    expect((await root.ask('POST', `/tenants/roles/${ids.tenant}/users/${ids.user}/roles`, { role_name: name })).status).toBe(200);
    expect((await root.ask('DELETE', `/tenants/roles/${ids.tenant}/users/${ids.user}/roles/${name}`)).status).toBe(204);
    expect((await root.ask<{ name: string }[]>('GET', `/tenants/roles/${ids.tenant}/users/${ids.user}/roles`)).body.map((role) => role.name)).toEqual(['TENANT_USER']);
  });
});

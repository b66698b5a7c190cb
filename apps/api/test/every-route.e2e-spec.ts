import { TenantPermissions } from '@authengine/contracts';
import { newId, type TenantId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import { RouteTable, type Route } from '../src/http/routes/route-table.js';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { databaseContents } from './kit/database-contents.js';
import { createTestApp, type TestApp } from './test-app.js';

/** Sends somebody to a provider, and keeps what they are to come back with. */
const BEGINS_A_FLOW = /\/oauth\/:provider\//;
/** What no caller may ever write; a route that takes a level, permissions or a status by its own meaning refuses the rest. */
const NOT_THE_CALLERS = { is_admin: true, level: 100, permissions: ['platform.users.manage'], tenantId: newId(), email_verified: true, is_email_verified: true, id: newId(), created_at: '2020-01-01T00:00:00Z', mfa_enabled: false, password_hash: 'x', status: 'ACTIVE', version: 0 };

/** Promises that hold for every route there is, and every one to come. */
describe('every route', () => {
  let test: TestApp;
  let people: People;
  let root: Actor;
  let owner: Actor;
  let tenant: TenantId;
  let routes: readonly Route[];

  beforeAll(async () => {
    test = await createTestApp({ env: { RATE_LIMIT_PER_MINUTE: '100000', MAX_CONCURRENT_SESSIONS: '100' } });
    people = new People(test.dataSource);
    root = await actorOf(test, await people.newMember(await people.platform(), 'SUPER_ADMIN'));
    owner = await newActor(test);
    tenant = await people.tenant(owner.id);
    routes = test.app.get(RouteTable).routes().filter(({ path }) => path.startsWith('/api/v1/'));
  });
  afterAll(() => test.close());

  const target = (path: string, uid = owner.id as string): string => path.replace(/:(\w+)/g, (_, name: string) => (name === 'uid' ? uid : name === 'role_name' ? 'TENANT_USER' : name === 'provider' ? 'github' : tenant));
  const ask = (method: string, path: string, by: Actor | null, body?: string): Promise<Response> =>
    fetch(test.url + path, { method, redirect: 'manual', headers: { ...(by ? { Authorization: `Bearer ${by.token}` } : {}), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) }, ...(body === undefined ? {} : { body }) });

  it('HT-06 changes nothing by GET, HEAD or OPTIONS, whoever asks', async () => {
    const safe = routes.filter(({ method, path }) => method === 'GET' && !BEGINS_A_FLOW.test(path));
    expect(safe.length).toBeGreaterThan(20);
    const before = await databaseContents(test);
    for (const { path } of routes) {
      for (const by of [root, owner, null]) {
        for (const method of safe.some((route) => route.path === path) ? ['GET', 'HEAD', 'OPTIONS'] : ['OPTIONS']) await (await ask(method, target(path), by)).arrayBuffer();
      }
    }
    expect(await databaseContents(test)).toBe(before);
  });

  it('HT-01 that takes a body refuses what is not the caller’s to write, by name, and changes nothing', async () => {
    const document = (await (await fetch(`${test.url}/openapi.json`)).json()) as { paths: Record<string, Record<string, { requestBody?: unknown }>> };
    const takesBody = ({ method, path }: Route): boolean => document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]?.requestBody !== undefined;
    // A reader of its own takes the forms of the standards, of which unknown parameters are ignored.
    const writing = routes.filter((route) => takesBody(route) && route.handler.access[0]?.kind !== 'service' && !route.handler.readsOwnBody);
    expect(writing.length).toBeGreaterThan(30);
    const before = await databaseContents(test);
    const wrong: string[] = [];
    for (const { method, path } of writing) {
      const answer = await ask(method, target(path), root, JSON.stringify(NOT_THE_CALLERS));
      const { errors = [] } = (await answer.json()) as { errors?: { field: string; message: string }[] };
      const refused = errors.filter(({ message }) => message === 'is not a known field').map(({ field }) => field);
      const known = ['is_admin', 'tenantId', 'email_verified', 'is_email_verified', 'id', 'created_at', 'mfa_enabled', 'password_hash', 'version'].filter((name) => !refused.includes(name));
      if (answer.status !== 400 || known.length > 0) wrong.push(`${method} ${path} answered ${answer.status} and took ${known.join()}`);
    }
    expect(wrong).toEqual([]);
    expect(await databaseContents(test)).toBe(before);
  });

  it('RB-10 tells no addresses and numbers to who may not see users, and takes no side ways to them', async () => {
    const blind = await people.role('BLIND', { tenantId: tenant, level: 20, permissions: Object.values(TenantPermissions).map(({ name }) => name).filter((name) => !['tenant.users.view', 'tenant.users.manage', 'tenant.audit.view', 'tenant.delete'].includes(name)) });
    const other = await people.newMember(tenant, 'TENANT_USER');
    await test.dataSource.query("UPDATE users SET email = 'secret.person@people.test', phone_number = '+491700000000', last_name = 'Geheimnis' WHERE id = $1", [other]);
    const reader = await actorOf(test, await people.newMember(tenant, 'BLIND'));
    expect(blind).toBeTruthy();
    const secret = /secret\.person|491700000000|Geheimnis/;
    const opened: string[] = [];
    const wrong: string[] = [];
    for (const { path } of routes.filter(({ method, path }) => method === 'GET' && !BEGINS_A_FLOW.test(path))) {
      for (const query of ['', '?include=email', '?fields=email,phone_number', '?expand=user', '?sort=email', '?order_by=email', '?q=secret.person']) {
        const answer = await ask('GET', target(path, other) + query, reader);
        const text = await answer.text();
        if (secret.test(text)) wrong.push(`${path}${query} told of them`);
        if (answer.status >= 500) wrong.push(`${path}${query} answered ${answer.status}`);
        if (query === '' && answer.status === 200) opened.push(path);
        if (/include|fields|expand|sort|order/.test(query) && answer.status === 200) wrong.push(`${path}${query} was taken`);
      }
    }
    expect(wrong).toEqual([]);
    expect(opened.filter((path) => path.includes(':tenant_id')).length).toBeGreaterThan(2);
  });
});

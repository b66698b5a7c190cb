import { newId, type TenantId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import { RouteTable } from '../src/http/routes/route-table.js';
import { newActor, type Actor } from './kit/actor.js';
import { databaseContents } from './kit/database-contents.js';
import { createTestApp, type TestApp } from './test-app.js';

const namesTenant = (path: string, name: string): boolean => name === 'tenant_id' || path.includes(`/tenants/:${name}`);

/** Every route that takes an id, asked by the owner of one tenant with the ids of another. Grows with the routes. */
describe("TN-01 another tenant's ids", () => {
  let test: TestApp;
  let people: People;
  let caller: Actor;
  let own: TenantId;
  let foreign: Record<string, string>;

  beforeAll(async () => {
    test = await createTestApp();
    people = new People(test.dataSource);
    caller = await newActor(test);
    own = await people.tenant(caller.id);
    const other = await newActor(test);
    const tenant = await people.tenant(other.id);
    const member = await people.newMember(tenant, 'TENANT_USER');
    const role = await people.role('FOREIGN_ROLE', { tenantId: tenant, permissions: ['tenant.view'] });
    const invited = await other.ask<{ invitation_id: string }>('POST', `/tenants/users/${tenant}/users`, { email: 'guest@foreign.test' });
    const session = await people.session(member);
    foreign = { tenant, member, role, invitation: invited.body.invitation_id, session: session.sid };
  });
  afterAll(() => test.close());

  /** The path with the foreign tenant, and, where it has more ids, with the own one too; those are each of the foreign ones. */
  const targetsOf = (path: string): string[] => {
    const nested = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name).filter((name) => !namesTenant(path, name ?? ''));
    const fill = (tenant: string, value: string): string =>
      path.replace(/:(\w+)/g, (_, name: string) => (namesTenant(path, name) ? tenant : name === 'role_name' ? 'FOREIGN_ROLE' : value));
    const values = nested.length === 0 ? [''] : Object.values(foreign);
    const tenants = nested.length === 0 ? [foreign['tenant'] ?? ''] : [foreign['tenant'] ?? '', own];
    return [...new Set(tenants.flatMap((tenant) => values.map((value) => fill(tenant, value))))];
  };
  const BODIES = (): Record<string, unknown>[] => [
    {},
    { user_id: foreign['member'] },
    { user_id: caller.id },
    { tenant_id: foreign['tenant'] },
    { name: 'Taken' },
    { role_name: 'FOREIGN_ROLE' },
    { role_name: 'TENANT_USER' },
    { email: caller.email, role_name: 'FOREIGN_ROLE' },
    { user_id: foreign['member'], permission: 'tenant.view', tenant_id: foreign['tenant'] },
    { tenantId: foreign['tenant'], owner_id: foreign['member'], role_id: foreign['role'] },
  ];

  it('open, tell and change nothing, in the path, nested, in the body or in the query', async () => {
    const routes = test.app
      .get(RouteTable)
      .routes()
      .filter(({ path, handler }) => handler.access[0]?.kind !== 'public' && handler.access[0]?.kind !== 'service' && /:|select-tenant|authz/.test(path));
    expect(routes.length).toBeGreaterThan(15);
    const before = await databaseContents(test);
    const wrong: string[] = [];
    for (const { method, path } of routes) {
      for (const target of targetsOf(path)) {
        for (const body of method === 'GET' ? [undefined] : BODIES()) {
          const answer = await fetch(test.url + target + (method === 'GET' ? `?limit=1` : ''), {
            method,
            headers: { Authorization: `Bearer ${caller.token}`, 'X-Tenant-Id': own, ...(body ? { 'Content-Type': 'application/json' } : {}) },
            ...(body ? { body: JSON.stringify(body) } : {}),
          });
          const text = await answer.text();
          if (answer.status < 400 || answer.status >= 500) wrong.push(`${method} ${target} ${JSON.stringify(body)} answered ${answer.status}`);
          if (/foreign\.test|FOREIGN_ROLE/.test(text)) wrong.push(`${method} ${target} told of it`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(await databaseContents(test)).toBe(before);
    for (const path of [`/tenants/users/${own}/users/${foreign['member'] ?? ''}`, `/tenants/users/${own}/users/${newId()}`]) expect((await caller.ask('GET', path)).body).toMatchObject({ code: 'request.not_found' });
  });

  it('tell nothing in the query of a list of one’s own, whatever header names them', async () => {
    const document = (await (await fetch(`${test.url}/openapi.json`)).json()) as { paths: Record<string, { get?: { parameters?: { name: string; in: string; schema?: { format?: string } }[] } }> };
    const asked: string[] = [];
    const wrong: string[] = [];
    const before = await databaseContents(test);
    for (const [template, { get }] of Object.entries(document.paths)) {
      const own_ = template.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'uid' ? caller.id : own));
      const parameters = (get?.parameters ?? []).filter((parameter) => parameter.in === 'query' && (parameter.schema?.format === 'uuid' || /^(q|role|resource_id)$/.test(parameter.name)));
      if (!template.startsWith('/api/v1/') || template.includes('/oauth/')) continue;
      for (const { name } of parameters) {
        for (const value of [...Object.values(foreign), 'FOREIGN_ROLE', 'foreign.test']) {
          asked.push(`${template} ${name}`);
          const answer = await fetch(`${test.url}${own_}?${name}=${encodeURIComponent(value)}`, { headers: { Authorization: `Bearer ${caller.token}`, 'X-Tenant-Id': foreign['tenant'] ?? '' } });
          const text = await answer.text();
          if (answer.status >= 500 || (answer.status === 200 && [...Object.values(foreign), 'FOREIGN_ROLE', 'foreign.test'].some((secret) => text.includes(secret)))) wrong.push(`${own_}?${name}=${value} answered ${answer.status} ${text}`);
        }
      }
    }
    expect(new Set(asked).size).toBeGreaterThan(8);
    expect(wrong).toEqual([]);
    expect(await databaseContents(test)).toBe(before);
  });

  it('are answered like ids that nobody has, also where a write is only tried', async () => {
    const routes = test.app
      .get(RouteTable)
      .routes()
      .filter(({ path, handler }) => handler.access[0]?.kind !== 'public' && handler.access[0]?.kind !== 'service' && /:|select-tenant|authz/.test(path));
    const absent = new Map([...Object.values(foreign).map((id): [string, string] => [id, newId()]), ['FOREIGN_ROLE', 'ABSENT_ROLE']]);
    const toAbsent = (text: string): string => [...absent].reduce((told, [id, other]) => told.replaceAll(id, other), text);
    const ask = async (method: string, target: string, body: string | undefined): Promise<unknown> => {
      const answer = await fetch(test.url + target, { method, headers: { Authorization: `Bearer ${caller.token}`, 'Content-Type': 'application/json' }, ...(body === undefined ? {} : { body }) });
      const { type, code, detail, errors } = (await answer.json()) as Record<string, unknown>;
      return { status: answer.status, type, code, detail, errors };
    };
    const before = await databaseContents(test);
    const wrong: unknown[] = [];
    for (const { method, path } of routes) {
      for (const target of targetsOf(path)) {
        const bodies = BODIES().map((fields) => JSON.stringify(fields)).filter((body) => toAbsent(body) !== body && (!path.includes(':') || /"(?:user_id|role_name)":/.test(body)));
        for (const body of method === 'GET' ? [undefined] : bodies) {
          const tried = method === 'GET' ? target : `${target}?dry_run=true`;
          const [of, like] = [await ask(method, tried, body), await ask(method, toAbsent(tried), body && toAbsent(body))];
          if (toAbsent(JSON.stringify(of)) !== JSON.stringify(like)) wrong.push({ method, tried, body, of, like });
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(await databaseContents(test)).toBe(before);
  });
});

import { currentRequest } from '@authengine/contracts';
import { newId, type TenantId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner.js';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { bearer, call } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Operation {
  readonly parameters?: { readonly name: string; readonly in: string }[];
  readonly responses: Record<string, { headers?: Record<string, unknown>; content?: Record<string, { schema?: { type?: string } }> } | undefined>;
}

interface List {
  readonly by: Actor;
  readonly path: string;
  /** A query whose answer stays as it is while the test reads. */
  readonly query?: string;
  /** The rows in an answer that is no array. */
  readonly rows?: (body: Row & Record<string, unknown>) => Row[];
}
type Row = Record<string, unknown>;

/** What is fixed by configuration and never more than a handful. */
const NOT_PAGED = new Set(['/auth/oauth/providers']);
/** Counting the audit log is not cheap, nor what was delivered of it. */
const NOT_COUNTED = /audit|deliveries/;

describe('a list', () => {
  let test: TestApp;
  let people: People;
  let root: Actor;
  let owner: Actor;
  let tenant: TenantId;
  let operations: [string, Operation][];

  beforeAll(async () => {
    test = await createTestApp({ env: { MAX_CONCURRENT_SESSIONS: '100' } });
    people = new People(test.dataSource);
    root = await actorOf(test, await people.newMember(await people.platform(), 'SUPER_ADMIN'));
    owner = await newActor(test);
    tenant = await people.tenant(owner.id);
    await more(3);
    const document = (await (await fetch(`${test.url}/openapi.json`)).json()) as { paths: Record<string, { get?: Operation }> };
    operations = Object.entries(document.paths).flatMap(([path, { get }]): [string, Operation][] => (get && path.startsWith('/api/v1/') ? [[path.slice('/api/v1'.length), get]] : []));
  });
  afterAll(() => test.close());

  const sql = (text: string, values: unknown[] = []): Promise<unknown> => test.dataSource.query(text, values);
  const webhooks = { platform: newId(), tenant: newId() };
  let made = 0;
  /** More rows for every list; some of one moment. */
  const more = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i += 1) {
      made += 1;
      await people.newMember(tenant, 'TENANT_USER');
      await people.role(`OWN_${made}`, { tenantId: tenant, permissions: ['tenant.view'] });
      await people.role(`SUPPORT_${made}`, { scope: 'PLATFORM', permissions: ['tenant.view'] });
      await people.member(tenant, owner.id, `OWN_${made}`);
      await people.member(await people.tenant(), owner.id, 'TENANT_USER');
      await people.session(owner.id);
      await sql("INSERT INTO permissions (name, description, scope) VALUES ($1, 'One', 'TENANT')", [`billing.item.read_${made}`]);
      await sql("INSERT INTO linked_identities (id, user_id, provider, issuer, subject, created_at, last_used_at) VALUES ($1, $2, 'github', 'x', $3, now(), now())", [newId(), owner.id, String(made)]);
      await sql(
        `INSERT INTO passkeys (id, user_id, credential_id, public_key, sign_count, transports, backup_eligible, backed_up, device_name, created_at) VALUES ($1, $2, $3, $3, 0, '{}', false, false, 'A key', date_trunc('day', now()))`,
        [newId(), owner.id, Buffer.from(`key ${made}`)],
      );
      await root.ask('POST', '/platform/service-keys', { service_name: `service ${made}`, tenant_id: tenant });
      for (const [id, of] of [[webhooks.platform, null], [webhooks.tenant, tenant]] as const) {
        await sql(
          `INSERT INTO webhooks (id, tenant_id, url, events, enabled, sealed_secret, position, leased_until, paused_until, created_at, updated_at)
           VALUES ($1, $2, 'https://hooks.example.com/', '{*}', false, 'x', 0, now(), now(), date_trunc('day', now()), now())`,
          [made === 1 ? id : newId(), of],
        );
        await sql("INSERT INTO webhook_deliveries (id, webhook_id, event, status, queued_at, next_attempt_at) VALUES ($1, $2, 'webhook.test', 'failed', date_trunc('day', now()), now())", [newId(), id]);
      }
      const { id } = (await root.ask<{ id: string }>('POST', '/platform/applications', { name: `application ${made}`, type: 'service' })).body;
      await sql(`INSERT INTO oidc_consents (user_id, application_id, scopes, created_at, updated_at) VALUES ($1, $2, '{openid}', date_trunc('day', now()), now())`, [owner.id, id]);
      await owner.ask('POST', `/tenants/users/${tenant}/users`, { email: `guest.${made}@people.test` });
      await owner.ask('PATCH', `/tenants/${tenant}`, { name: `Name ${made}` });
    }
  };

  const LISTS: Readonly<Record<string, () => List>> = {
    '/me/applications': () => ({ by: owner, path: '/me/applications' }),
    '/me/audit': () => ({ by: owner, path: '/me/audit' }),
    '/me/sessions': () => ({ by: owner, path: '/me/sessions' }),
    '/me/tenants': () => ({ by: owner, path: '/me/tenants' }),
    '/me/webauthn/credentials': () => ({ by: owner, path: '/me/webauthn/credentials' }),
    '/auth/oauth/accounts': () => ({ by: owner, path: '/auth/oauth/accounts' }),
    '/platform/applications': () => ({ by: root, path: '/platform/applications' }),
    '/platform/audit': () => ({ by: root, path: '/platform/audit', query: 'action=service_key.created' }),
    '/platform/permissions': () => ({ by: root, path: '/platform/permissions' }),
    '/platform/roles': () => ({ by: root, path: '/platform/roles' }),
    '/platform/service-keys': () => ({ by: root, path: '/platform/service-keys' }),
    '/platform/tenants': () => ({ by: root, path: '/platform/tenants' }),
    '/platform/users': () => ({ by: root, path: '/platform/users' }),
    '/platform/webhooks': () => ({ by: root, path: '/platform/webhooks' }),
    '/platform/webhooks/{webhook_id}/deliveries': () => ({ by: root, path: `/platform/webhooks/${webhooks.platform}/deliveries` }),
    '/tenants/webhooks/{tenant_id}/webhooks': () => ({ by: owner, path: `/tenants/webhooks/${tenant}/webhooks` }),
    '/tenants/webhooks/{tenant_id}/webhooks/{webhook_id}/deliveries': () => ({ by: owner, path: `/tenants/webhooks/${tenant}/webhooks/${webhooks.tenant}/deliveries` }),
    '/tenants/audit/{tenant_id}/audit-logs': () => ({ by: owner, path: `/tenants/audit/${tenant}/audit-logs`, query: 'action=tenant.updated' }),
    '/tenants/roles/{tenant_id}/permissions': () => ({ by: owner, path: `/tenants/roles/${tenant}/permissions` }),
    '/tenants/roles/{tenant_id}/roles': () => ({ by: owner, path: `/tenants/roles/${tenant}/roles` }),
    '/tenants/roles/{tenant_id}/users/{uid}/roles': () => ({ by: owner, path: `/tenants/roles/${tenant}/users/${owner.id}/roles` }),
    '/tenants/users/{tenant_id}/invitations': () => ({ by: owner, path: `/tenants/users/${tenant}/invitations` }),
    '/tenants/users/{tenant_id}/users': () => ({ by: owner, path: `/tenants/users/${tenant}/users` }),
    '/tenants/{tenant_id}/permissions/matrix': () => ({ by: owner, path: `/tenants/${tenant}/permissions/matrix`, rows: (body) => body['members'] as Row[] }),
  };
  const names = Object.keys(LISTS);

  const read = async ({ by, path, query = '', rows }: List, more = ''): Promise<{ status: number; headers: Headers; rows: Row[]; next: string | null }> => {
    const answer = await call<Row & Record<string, unknown>>(test, 'GET', `${path}?${[query, more].filter((part) => part !== '').join('&')}`, undefined, bearer(by.token));
    const next = /^<\/api\/v1(.*)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1] ?? null;
    return { status: answer.status, headers: answer.headers, rows: answer.status !== 200 ? [] : rows ? rows(answer.body) : (answer.body as unknown as Row[]), next };
  };

  it('is whatever GET answers an array or takes a cursor, and says in OpenAPI how it is paged', () => {
    const lists = operations.filter(([path, { parameters = [], responses }]) => {
      const answersArray = Object.values(responses['200']?.content ?? {}).some(({ schema }) => schema?.type === 'array');
      return (answersArray || parameters.some(({ name }) => name === 'cursor')) && !NOT_PAGED.has(path);
    });
    expect(lists.map(([path]) => path).sort()).toEqual([...names].sort());
    for (const [path, { parameters = [], responses }] of lists) {
      const taken = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
      const headers = Object.keys(responses['200']?.headers ?? {});
      expect([path, taken, headers]).toEqual([path, expect.arrayContaining(['limit', 'cursor']), expect.arrayContaining(NOT_COUNTED.test(path) ? ['Link'] : ['Link', 'X-Total-Count'])]);
    }
  });

  it.each(names)('of %s is the same page by page as it is whole, and counted', async (name) => {
    const list = LISTS[name]!();
    const whole = await read(list, 'limit=100');
    expect(whole.status).toBe(200);
    expect(whole.next).toBeNull();
    expect(whole.rows.length).toBeGreaterThanOrEqual(3);
    expect((await read(list)).rows).toEqual(whole.rows.slice(0, 50));
    let page = await read(list, 'limit=1');
    const walked = [...page.rows];
    while (page.next !== null && walked.length <= whole.rows.length) {
      const [path = '', query = ''] = page.next.split('?');
      expect(path).toBe(list.path);
      page = await read({ ...list, query });
      expect([page.status, page.rows.length]).toEqual([200, 1]);
      if (!NOT_COUNTED.test(name)) expect(page.headers.get('x-total-count')).toBe(String(whole.rows.length));
      walked.push(...page.rows);
    }
    expect(walked).toEqual(whole.rows);
    if (!NOT_COUNTED.test(name)) expect(whole.headers.get('x-total-count')).toBe(String(whole.rows.length));
  });

  it.each(names)('HT-10 of %s refuses other limits, cursors that nobody handed out and what it does not know', async (name) => {
    const list = { ...LISTS[name]!(), query: '' };
    const cursor = Buffer.from(JSON.stringify([0, "' OR 1=1 --"])).toString('base64url');
    for (const query of ['limit=0', 'limit=101', 'limit=1e9', 'limit=-1', 'limit=x', 'limit=', 'limit=1&limit=2', 'cursor=x', `cursor=${cursor}`, 'cursor=%00', 'page=-1', 'sort=id;drop', 'offset=1']) {
      expect([query, (await read(list, query)).status]).toEqual([query, 400]);
    }
  });

  it.each([
    ['/platform/permissions', 'q=USERS.VIEW', (row: Row) => String(row['name']), ['platform.users.view', 'tenant.users.view']],
    ['/tenants/roles/{tenant_id}/permissions', 'q=users.view', (row: Row) => String(row['name']), ['tenant.users.view']],
    ['/tenants/roles/{tenant_id}/roles', 'q=own_1', (row: Row) => String(row['name']), ['OWN_1']],
    ['/platform/roles', 'q=support_2', (row: Row) => String(row['name']), ['SUPPORT_2']],
    ['/platform/applications', 'q=APPLICATION 3', (row: Row) => String(row['name']), ['application 3']],
    ['/platform/service-keys', 'q=SERVICE 3', (row: Row) => String(row['service_name']), ['service 3']],
    ['/tenants/users/{tenant_id}/invitations', 'q=guest.2', (row: Row) => String(row['email']), ['guest.2@people.test']],
  ])('of %s is searched by %s', async (name, query, told, expected) => {
    expect((await read({ ...LISTS[name]!(), query })).rows.map(told)).toEqual(expected);
    expect((await read({ ...LISTS[name]!(), query: 'q=%25' })).rows).toEqual([]);
  });

  it('asks Postgres as often for many rows as for few', async () => {
    const queries: Record<string, number>[] = [];
    const counted = async (name: string): Promise<number> => {
      const { by, path, query = '' } = LISTS[name]!();
      const id = `count-${newId()}`;
      const ask = (headers: Record<string, string>): Promise<unknown> => call(test, 'GET', `${path}?limit=100${query === '' ? '' : `&${query}`}`, undefined, { ...bearer(by.token), ...headers });
      // What the guard keeps of its caller is not the list's.
      await ask({});
      const real = PostgresQueryRunner.prototype.query;
      let count = 0;
      const spy = jest.spyOn(PostgresQueryRunner.prototype, 'query').mockImplementation(function (this: PostgresQueryRunner, ...args: unknown[]) {
        if (currentRequest()?.requestId === id) count += 1;
        return (real as (...all: unknown[]) => Promise<unknown>).apply(this, args);
      } as typeof real);
      await ask({ 'X-Request-Id': id });
      spy.mockRestore();
      return count;
    };
    for (let round = 0; round < 2; round += 1) {
      const counts: Record<string, number> = {};
      for (const name of names) counts[name] = await counted(name);
      queries.push(counts);
      await more(6);
    }
    expect(queries[1]).toEqual(queries[0]);
    // The audit log may be in MongoDB.
    const ofTables = Object.entries(queries[0]!).filter(([name]) => !name.includes('audit'));
    expect(Math.min(...ofTables.map(([, count]) => count))).toBeGreaterThan(0);
    expect(Math.max(...Object.values(queries[0]!))).toBeLessThan(12);
  });
});

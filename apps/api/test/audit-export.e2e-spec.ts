import type { TenantId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Entry {
  readonly id: string;
  readonly action: string;
  readonly tenant_id: string | null;
  readonly ip_address: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
}

describe('AU-06 the audit log, searched and exported', () => {
  let test: TestApp;
  let people: People;
  let root: Actor;
  let owner: Actor;
  let tenant: TenantId;

  beforeAll(async () => {
    // The rows that the test puts there are in Postgres.
    test = await createTestApp({ env: { MONGODB_URL: '', MAX_CONCURRENT_SESSIONS: '100' } });
    people = new People(test.dataSource);
    root = await actorOf(test, await people.newMember(await people.platform(), 'SUPER_ADMIN'));
  });
  beforeEach(async () => {
    owner = await newActor(test);
    tenant = await people.tenant(owner.id);
  });
  afterAll(() => test.close());

  /** Entries as if they had been there for long. */
  const fill = async (count: number, padding = 0): Promise<void> => {
    await test.dataSource.query(
      `INSERT INTO audit_entries (id, action, resource, tenant_id, status, ip_address, user_agent, metadata, created_at)
       SELECT gen_random_uuid(), 'sample.thing.kept', 'User', $2, 'success', '2001:db8::' || to_hex(n % 7), '=1+1', jsonb_build_object('n', n, 'padding', repeat('x', $3::int)), now() - (n / 3) * interval '1 second'
         FROM generate_series(1, $1::int) AS n`,
      [count, tenant, padding],
    );
  };
  const download = (by: Actor, path: string): Promise<Response> => fetch(`${test.url}/api/v1${path}`, { headers: { Authorization: `Bearer ${by.token}` } });
  const own = (query = ''): string => `/tenants/audit/${tenant}/audit-logs/export${query}`;

  it('is exported whole, as JSON Lines and as CSV, and the export is on record', async () => {
    await fill(1_700);
    const jsonl = await download(owner, own());
    expect([jsonl.status, jsonl.headers.get('content-type'), jsonl.headers.get('cache-control')]).toEqual([200, 'application/x-ndjson', 'no-store']);
    expect(jsonl.headers.get('content-disposition')).toMatch(/^attachment; filename="audit-\d{4}-\d\d-\d\d\.jsonl"$/);
    const entries = (await jsonl.text()).split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Entry);
    expect(entries).toHaveLength(1_700);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(1_700);
    expect(entries.every(({ tenant_id }) => tenant_id === tenant)).toBe(true);
    const csv = await download(owner, own('?format=csv&action=sample.thing.kept'));
    expect([csv.status, csv.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8; header=present']);
    const lines = (await csv.text()).split('\r\n');
    expect(lines[0]).toMatch(/^id,created_at,action,/);
    expect(lines).toHaveLength(1_702);
    expect(lines[1]).toContain(",'=1+1,");
    const record = await owner.ask<Entry[]>('GET', `/tenants/audit/${tenant}/audit-logs?action=audit.log.exported`);
    expect(record.body.map(({ metadata }) => metadata['format'])).toEqual(['csv', 'jsonl']);
    const all = await download(root, `/platform/audit/export?tenant_id=${tenant}&action=sample.thing.kept`);
    expect((await all.text()).split('\n')).toHaveLength(1_701);
  });

  it('is exported to those who may read it; a HEAD exports nothing', async () => {
    await fill(3);
    const stranger = await newActor(test);
    expect((await download(stranger, own())).status).toBe(404);
    expect((await download(owner, '/platform/audit/export')).status).toBe(403);
    for (const query of ['?format=xml', '?limit=5', '?cursor=x', `?tenant_id=${tenant}`, '?action[$ne]=x']) expect([query, (await download(owner, own(query))).status]).toEqual([query, 400]);
    const head = await fetch(`${test.url}/api/v1${own()}`, { method: 'HEAD', headers: { Authorization: `Bearer ${owner.token}` } });
    expect(head.status).toBeLessThan(300);
  });

  it('breaks an export off that cannot be finished, and never answers a part as the whole', async () => {
    await fill(3_000, 6_000);
    const answer = await download(owner, own());
    expect(answer.status).toBe(200);
    const reader = answer.body!.getReader();
    await reader.read();
    await test.dataSource.query('ALTER TABLE audit_entries RENAME TO audit_entries_away');
    try {
      const rest = (async () => {
        for (;;) if ((await reader.read()).done) return 'whole';
      })();
      await expect(rest).rejects.toThrow();
    } finally {
      await test.dataSource.query('ALTER TABLE audit_entries_away RENAME TO audit_entries');
    }
  });

  it('is searched by the beginning of names and by address', async () => {
    await fill(14);
    await owner.ask('PATCH', `/tenants/${tenant}`, { name: 'Searched' });
    const search = async (query: string): Promise<Entry[]> => {
      const answer = await owner.ask<Entry[]>('GET', `/tenants/audit/${tenant}/audit-logs?${query}`);
      expect([query, answer.status]).toEqual([query, 200]);
      return answer.body;
    };
    expect((await search('action=tenant.*')).map(({ action }) => action)).toEqual(['tenant.updated']);
    expect((await search('action=tenant.up.*')).map(({ action }) => action)).toEqual([]);
    expect(await search('ip_address=2001:DB8:0::3')).toHaveLength(2);
    expect(await search('ip_address=2001:db8::3&action=tenant.*')).toHaveLength(0);
    for (const query of ['ip_address=x', 'ip_address=10.0.0.0/8', 'ip_address[$ne]=1', 'action=*', 'action=.*.*', 'action=tenant*', 'action=t*.x']) {
      expect([query, (await owner.ask('GET', `/tenants/audit/${tenant}/audit-logs?${query}`)).status]).toEqual([query, 400]);
    }
  });

  it('is read by pages that neither repeat nor leave out an entry while others arrive', async () => {
    await fill(25);
    const before = await test.dataSource.query<{ id: string }[]>('SELECT id FROM audit_entries WHERE tenant_id = $1', [tenant]);
    const seen: string[] = [];
    for (let path: string | undefined = `/tenants/audit/${tenant}/audit-logs?limit=4`; path !== undefined; ) {
      // Reading is on record too, so each page finds the log longer than the one before.
      const page: Awaited<ReturnType<typeof owner.ask<Entry[]>>> = await owner.ask<Entry[]>('GET', path);
      seen.push(...page.body.map(({ id }) => id));
      await owner.ask('PATCH', `/tenants/${tenant}`, { name: `Name ${seen.length}` });
      path = /<([^>]+)>/.exec(page.headers.get('link') ?? '')?.[1]?.replace(/^.*\/api\/v1/, '');
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(before.every(({ id }) => seen.includes(id))).toBe(true);
  });
});

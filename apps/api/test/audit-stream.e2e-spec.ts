import type { TenantId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Page {
  readonly entries: readonly { readonly id: string; readonly action: string; readonly tenant_id: string | null; readonly metadata: Record<string, unknown> }[];
  readonly next: string | null;
  readonly more: boolean;
}

describe('following the audit log', () => {
  let test: TestApp;
  let people: People;
  let root: Actor;
  let owner: Actor;
  let tenant: TenantId;

  beforeAll(async () => {
    test = await createTestApp({ env: { MAX_CONCURRENT_SESSIONS: '100' } });
    people = new People(test.dataSource);
    root = await actorOf(test, await people.newMember(await people.platform(), 'SUPER_ADMIN'));
  });
  beforeEach(async () => {
    root = await actorOf(test, root.id);
    owner = await newActor(test);
    tenant = await people.tenant(owner.id);
  });
  afterAll(() => test.close());

  const path = (): string => `/tenants/audit/${tenant}/audit-logs/stream`;
  const follow = async (by: Actor, at: string, after: string | null, limit = 100): Promise<Page> => {
    const answer = await by.ask<Page>('GET', `${at}?limit=${limit}${after === null ? '' : `&after=${after}`}`);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    return answer.body;
  };
  const rename = async (name: string): Promise<void> => {
    expect((await owner.ask('PATCH', `/tenants/${tenant}`, { name })).status).toBe(200);
  };

  it('gives each entry once, in order, to a consumer that was away for a day', async () => {
    const begin = (await follow(owner, path(), 'latest')).next;
    expect(begin).toBeNull();
    await rename('one');
    const first = await follow(owner, path(), begin);
    expect(first).toMatchObject({ entries: [{ action: 'tenant.updated' }], more: false });
    test.clock.advance({ days: 1 });
    owner = await actorOf(test, owner.id);
    for (let n = 0; n < 7; n += 1) await rename(`day ${n}`);
    const told: string[] = [];
    let page = first;
    do {
      page = await follow(owner, path(), page.next, 3);
      told.push(...page.entries.map(({ id }) => id));
    } while (page.more);
    expect(new Set(told).size).toBe(told.length);
    const log = await owner.ask<{ id: string }[]>('GET', `/tenants/audit/${tenant}/audit-logs?action=tenant.updated`);
    expect(told.filter((id) => log.body.some((entry) => entry.id === id))).toEqual(log.body.map(({ id }) => id).slice(0, 7).reverse());
    expect((await follow(owner, path(), page.next)).next).not.toBeNull();
  });

  it('comes to an end: a reading is put on record where it told of something else than readings', async () => {
    let page = await follow(root, '/platform/audit/stream', 'latest');
    await rename('read');
    const sizes: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      page = await follow(root, '/platform/audit/stream', page.next);
      sizes.push(page.entries.length);
    }
    expect(sizes.slice(-2)).toEqual([0, 0]);
    const [read] = (await root.ask<Page['entries']>('GET', '/platform/audit?action=audit.stream.read&limit=1')).body;
    expect(read?.metadata).toMatchObject({ entries: sizes[0] });
  });

  it('is for those who may read the log, each their own', async () => {
    await rename('own');
    const { next } = await follow(owner, path(), null);
    const stranger = await newActor(test);
    const foreign = await people.tenant(stranger.id);
    expect((await stranger.ask('GET', path())).status).toBe(404);
    expect((await owner.ask('GET', '/platform/audit/stream')).status).toBe(403);
    // An entry of another tenant says nothing there, not even where the streams are.
    expect((await stranger.ask('GET', `/tenants/audit/${foreign}/audit-logs/stream?after=${next ?? ''}`)).status).toBe(400);
    expect((await follow(root, '/platform/audit/stream', next)).entries.every(({ id }) => id !== next)).toBe(true);
    for (const query of ['after=x', 'after=', 'after[$ne]=1', `after=${tenant}`, 'limit=0', 'limit=501', 'limit=1e2', 'cursor=x']) expect([query, (await owner.ask('GET', `${path()}?${query}`)).status]).toEqual([query, 400]);
  });
});

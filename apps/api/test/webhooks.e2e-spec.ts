import { AuditRelay, WebhookRelay } from '@authengine/audit';
import { type TenantId } from '@authengine/kernel';
import { onRealPostgres, PATIENCE_MS, People } from '@authengine/testing';
import { Webhook as Verifier } from 'standardwebhooks';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { auditOf, patiently } from './kit/person.js';
import { WebhookReceiver, type Received } from './kit/webhook-receiver.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Made {
  readonly id: string;
  readonly secret: string;
  readonly enabled: boolean;
  readonly disabled_reason: string | null;
  readonly code?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}
interface Delivery {
  readonly id: string;
  readonly entry_id: string | null;
  readonly event: string;
  readonly status: string;
  readonly attempts: number;
  readonly response_status: number | null;
  readonly response_excerpt: string | null;
  readonly reason: string | null;
  readonly next_attempt_at: string | null;
}

describe('webhooks', () => {
  let test: TestApp;
  let people: People;
  let root: Actor;
  let owner: Actor;
  let tenant: TenantId;
  let receiver: WebhookReceiver;
  const others: WebhookReceiver[] = [];

  const settleOn = async (app: TestApp): Promise<void> => {
    await app.app.get(AuditRelay, { strict: false }).flush(PATIENCE_MS);
    await app.app.get(WebhookRelay, { strict: false }).settle();
  };
  const settle = (): Promise<void> => settleOn(test);
  const later = async (by: Parameters<TestApp['clock']['advance']>[0]): Promise<void> => {
    test.clock.advance(by);
    // Tokens end sooner than webhooks give up.
    owner = await actorOf(test, owner.id);
    root = await actorOf(test, root.id);
    await settle();
  };
  const at = (of: string | null = tenant): string => (of === null ? '/platform/webhooks' : `/tenants/webhooks/${of}/webhooks`);
  const make = async (fields: Record<string, unknown> = {}, of: string | null = tenant): Promise<Made> => {
    const answer = await (of === null ? root : owner).ask<Made>('POST', at(of), { url: receiver.url, events: ['tenant.*'], ...fields });
    if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const rename = async (name: string, by = owner, of = tenant): Promise<void> => {
    const answer = await by.ask('PATCH', `/tenants/${of}`, { name });
    if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  };
  const deliveries = async (id: string, query = ''): Promise<readonly Delivery[]> => (await owner.ask<Delivery[]>('GET', `${at()}/${id}/deliveries${query}`)).body;
  const verified = (secret: string, { text, headers }: Received): boolean => {
    // The library looks at the machine's clock, the service at the test's.
    const sentAt = new Date(Number(headers['webhook-timestamp']) * 1000);
    const expected = new Verifier(secret).sign(headers['webhook-id'] ?? '', sentAt, text);
    return (headers['webhook-signature'] ?? '').split(' ').includes(expected);
  };
  const another = async (): Promise<WebhookReceiver> => {
    const made = await new WebhookReceiver().start();
    others.push(made);
    return made;
  };

  beforeAll(async () => {
    test = await createTestApp({ env: { WEBHOOKS_TO_PRIVATE_ADDRESSES: 'true', MAX_CONCURRENT_SESSIONS: '1000' } });
    people = new People(test.dataSource);
    root = await actorOf(test, await people.newMember(await people.platform(), 'SUPER_ADMIN'));
  });
  beforeEach(async () => {
    owner = await newActor(test);
    root = await actorOf(test, root.id);
    tenant = await people.tenant(owner.id);
    receiver = await new WebhookReceiver().start();
  });
  afterEach(async () => {
    await test.dataSource.query('DELETE FROM webhooks');
    for (const each of [receiver, ...others.splice(0)]) await each.stop();
  });
  afterAll(() => test.close());

  it("tell of the tenant's own events, from then on, in order, signed, and as its audit log has them", async () => {
    await rename('before there was a webhook');
    const { secret } = await make();
    const stranger = await newActor(test);
    const foreign = await people.tenant(stranger.id);
    await rename('one');
    await rename('foreign', stranger, foreign);
    await rename('two');
    await settle();
    const renames = receiver.received.filter(({ body }) => body.type === 'tenant.updated');
    expect(receiver.received.every((message) => verified(secret, message))).toBe(true);
    expect(renames).toHaveLength(2);
    const log = (await owner.ask<{ id: string }[]>('GET', `/tenants/audit/${tenant}/audit-logs?action=tenant.updated`)).body.reverse();
    expect(renames.map(({ body }) => body.data)).toEqual(log.slice(1));
    expect(renames.map(({ headers }) => headers['webhook-id'])).toEqual(log.slice(1).map(({ id }) => id));
    expect(renames[0]?.body).toMatchObject({ version: 1, timestamp: renames[0]?.body.data['created_at'] });
    expect(renames[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(receiver.received.every(({ body }) => body.data['tenant_id'] === tenant)).toBe(true);
    expect(new Verifier(secret).verify(receiver.received[0]?.text ?? '', receiver.received[0]?.headers ?? {})).toMatchObject({ type: receiver.types[0] });
  });

  it('of the platform tell of the events of every tenant, and only of those that were asked for', async () => {
    await make({ events: ['tenant.updated'] }, null);
    await rename('theirs');
    await settle();
    expect(receiver.types).toEqual(['tenant.updated']);
    expect(receiver.received[0]?.body.data['tenant_id']).toBe(tenant);
  });

  it('are refused what is no event, no URL, and no receiver on the internet, with the field', async () => {
    const strict = await createTestApp({ beside: test, env: { WEBHOOKS_TO_PRIVATE_ADDRESSES: 'false' } });
    try {
      const by = await actorOf(strict, owner.id);
      for (const url of ['http://127.0.0.1:1/', 'https://localhost/', 'https://[::ffff:169.254.169.254]/', 'https://169.254.169.254/', 'ftp://hooks.example.com/', 'nothing', 'https://a:b@hooks.example.com/']) {
        const answer = await by.ask<Made>('POST', at(), { url, events: ['*'] });
        expect([url, answer.status, answer.body.errors?.map(({ field }) => field)]).toEqual([url, 400, ['url']]);
      }
      const answer = await by.ask<Made>('POST', at(), { url: 'https://hooks.example.com/', events: ['tenant.*', 'tenant.invented'] });
      expect([answer.status, answer.body.errors?.[0]?.field]).toEqual([400, 'events.1']);
      for (const events of [[], ['*', '*'], 'tenant.*', [1], undefined]) expect((await by.ask('POST', at(), { url: 'https://hooks.example.com/', events })).status).toBe(400);
    } finally {
      await strict.close();
    }
    expect(await auditOf(test, { action: 'webhook.created', tenant_id: tenant, status: 'failure', actor_id: owner.id })).not.toHaveLength(0);
  });

  it('are for owners and administrators; those of another tenant and of the platform are not there', async () => {
    const { id } = await make();
    const platform = await make({}, null);
    const member = await actorOf(test, await people.newMember(tenant, 'TENANT_MANAGER'));
    const admin = await actorOf(test, await people.newMember(tenant, 'TENANT_ADMIN'));
    const stranger = await newActor(test);
    const foreign = await people.tenant(stranger.id);
    expect((await admin.ask('GET', `${at()}/${id}`)).status).toBe(200);
    const acts = (base: string, webhook: string): [string, string, unknown?][] => [
      ['GET', `${base}/${webhook}`], ['PATCH', `${base}/${webhook}`, { enabled: false }], ['DELETE', `${base}/${webhook}`], ['POST', `${base}/${webhook}/rotate-secret`], ['POST', `${base}/${webhook}/test`],
      ['POST', `${base}/${webhook}/replay`, {}], ['GET', `${base}/${webhook}/deliveries`], ['POST', `${base}/${webhook}/deliveries/${id}/redeliver`],
    ];
    for (const [method, path, body] of acts(at(), id)) {
      expect([path, (await member.ask(method, path, body)).status]).toEqual([path, 403]);
      expect([path, (await stranger.ask(method, path, body)).status]).toEqual([path, 404]);
    }
    // By their own tenant's path, an id of elsewhere is nothing; nor does the platform's path lead into tenants.
    for (const [method, path, body] of [...acts(at(foreign), id), ...acts(at(foreign), platform.id)]) expect([path, (await stranger.ask(method, path, body)).status]).toEqual([path, 404]);
    for (const [method, path, body] of acts(at(null), id)) {
      expect([path, (await root.ask(method, path, body)).status]).toEqual([path, 404]);
      expect([path, (await owner.ask(method, path, body)).status]).toEqual([path, 403]);
    }
    expect((await owner.ask<Made[]>('GET', at())).body.map((each) => each.id)).toEqual([id]);
    expect((await stranger.ask<Made[]>('GET', at(foreign))).body).toEqual([]);
  });

  it('show their secret once, keep it sealed, and sign with two after a rotation, for a day', async () => {
    const first = await make();
    expect(first.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const rotated = (await owner.ask<Made>('POST', `${at()}/${first.id}/rotate-secret`)).body;
    expect(rotated.secret).not.toBe(first.secret);
    expect(JSON.stringify((await owner.ask('GET', `${at()}/${first.id}`)).body)).not.toContain('whsec_');
    await rename('signed twice');
    await settle();
    const twice = receiver.received.at(-1);
    expect([first, rotated].map(({ secret }) => twice && verified(secret, twice))).toEqual([true, true]);
    await later({ hours: 25 });
    await rename('signed once');
    await settle();
    const once = receiver.received.at(-1);
    expect([first, rotated].map(({ secret }) => once && verified(secret, once))).toEqual([false, true]);
    const stored = JSON.stringify([await test.dataSource.query('SELECT * FROM webhooks'), await test.dataSource.query('SELECT * FROM audit_entries'), await test.dataSource.query('SELECT * FROM audit_outbox')]);
    for (const secret of [first.secret, rotated.secret]) expect(stored).not.toContain(secret.slice('whsec_'.length));
  });

  it('try again what failed, later and under the same id, and follow no redirect', async () => {
    const elsewhere = await another();
    const { id } = await make({ events: ['tenant.updated'] });
    receiver.answers = [
      (response) => response.writeHead(302, { Location: elsewhere.url }).end(),
      (response) => response.writeHead(500).end(`broken\u0000\u001b[31m${'x'.repeat(5_000)}`),
      (response) => response.destroy(),
    ];
    await rename('tried');
    await settle();
    expect(await deliveries(id)).toMatchObject([{ status: 'pending', attempts: 1, response_status: 302, reason: 'redirect', next_attempt_at: expect.any(String) as string }]);
    await settle();
    expect(receiver.received).toHaveLength(1);
    await later({ seconds: 7 });
    const [second] = await deliveries(id);
    expect(second).toMatchObject({ status: 'pending', attempts: 2, response_status: 500, reason: 'status' });
    expect(second?.response_excerpt).toMatch(/^broken\ufffd\ufffd\[31mx+$/);
    expect(second?.response_excerpt?.length).toBeLessThanOrEqual(1_024);
    await later({ minutes: 1 });
    expect(await deliveries(id)).toMatchObject([{ attempts: 3, response_status: null, reason: 'connection' }]);
    await later({ minutes: 10 });
    expect(await deliveries(id)).toMatchObject([{ status: 'delivered', attempts: 4, response_status: 204, reason: null, next_attempt_at: null }]);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(elsewhere.received).toHaveLength(0);
  });

  it('are stopped after three days of failures, the owners are told by mail, and go on once they are enabled', async () => {
    const { id } = await make({ events: ['tenant.updated'] });
    receiver.answerAlways(503);
    await rename('never taken');
    await settle();
    for (let hours = 0; hours < 71; hours += 9) await later({ hours: 9 });
    const stopped = (await owner.ask<Made>('GET', `${at()}/${id}`)).body;
    expect(stopped).toMatchObject({ enabled: false, disabled_reason: 'failures' });
    expect(await deliveries(id)).toMatchObject([{ status: 'failed', response_status: 503, next_attempt_at: null }]);
    const [entry, ...more] = await auditOf(test, { action: 'webhook.disabled', tenant_id: tenant });
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ actor_id: null, resource_id: id, metadata: { reason: 'status', response_status: 503 } });
    const mails = await test.mails.all(owner.email);
    expect(mails.map(({ subject }) => subject)).toEqual(['A webhook was stopped']);

    const count = receiver.received.length;
    await rename('while it is stopped');
    await settle();
    receiver.answerAlways(204);
    await owner.ask('PATCH', `${at()}/${id}`, { enabled: true });
    await rename('again');
    await settle();
    expect(receiver.received.slice(count)).toHaveLength(1);
    expect((await owner.ask<Made>('GET', `${at()}/${id}`)).body).toMatchObject({ enabled: true, disabled_reason: null, failing_since: null });
  });

  it('deliver everything after an entry again, and one alone, under the ids they had', async () => {
    const { id } = await make({ events: ['tenant.updated'] });
    for (const name of ['first', 'second', 'third']) await rename(name);
    await settle();
    const ids = receiver.received.map(({ headers }) => headers['webhook-id'] ?? '');
    expect(new Set(ids).size).toBe(3);
    receiver.received.length = 0;
    expect((await owner.ask('POST', `${at()}/${id}/replay`, { after: ids[0] })).status).toBe(202);
    await settle();
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual(ids.slice(1));
    const [foreign] = await auditOf(test, { action: 'tenant.created' });
    const stranger = await newActor(test);
    await rename('theirs', stranger, await people.tenant(stranger.id));
    const [theirs] = await auditOf(test, { action: 'tenant.updated', actor_id: stranger.id });
    for (const after of [theirs?.['id'], foreign?.['id'], tenant].filter(Boolean)) expect((await owner.ask('POST', `${at()}/${id}/replay`, { after })).status).toBe(400);

    receiver.received.length = 0;
    const [first] = (await deliveries(id, '?limit=100&event=tenant.updated')).filter(({ entry_id }) => entry_id === ids[0]);
    expect((await owner.ask('POST', `${at()}/${id}/deliveries/${first?.id ?? ''}/redeliver`)).status).toBe(202);
    await settle();
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([ids[0]]);
  });

  it('are tested by a message that is sent once, stopped or not', async () => {
    const { id, secret } = await make({ enabled: false });
    receiver.answerAlways(500);
    const { body, status } = await owner.ask<Delivery>('POST', `${at()}/${id}/test`);
    expect(status).toBe(202);
    await settle();
    await later({ hours: 2 });
    expect(receiver.received).toHaveLength(1);
    expect(receiver.received[0]).toMatchObject({ headers: { 'webhook-id': body.id }, body: { type: 'webhook.test', data: {} } });
    expect(receiver.received.every((message) => verified(secret, message))).toBe(true);
    expect(await deliveries(id)).toMatchObject([{ id: body.id, event: 'webhook.test', status: 'failed', response_status: 500 }]);
  });

  it('wait for no receiver that is slow', async () => {
    const slow = await another();
    const held: (() => void)[] = [];
    slow.answers = Array.from({ length: 5 }, () => (response) => held.push(() => response.writeHead(204).end()));
    await make({ url: slow.url, events: ['tenant.updated'] });
    await make({ events: ['tenant.updated'] });
    for (const name of ['one', 'two', 'three']) await rename(name);
    const settled = settle();
    while (receiver.received.length < 3 || slow.received.length < 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(slow.received).toHaveLength(1);
    while (slow.received.length < 3 || held.length > 0) {
      held.shift()?.();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await settled;
    expect(slow.received).toHaveLength(3);
  });

  it('get each event once from several nodes, and what a killed one had taken from another', async () => {
    const second = await createTestApp({ beside: test, env: { WEBHOOKS_TO_PRIVATE_ADDRESSES: 'true' } });
    try {
      const { id } = await make({ events: ['tenant.updated'] });
      for (let n = 0; n < 8; n += 1) await rename(`name ${n}`);
      await Promise.all([settleOn(test), settleOn(second), settleOn(test), settleOn(second)]);
      await settle();
      const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
      expect([ids.length, new Set(ids).size]).toEqual([8, 8]);
      // A node that died at work leaves its lease behind.
      await test.dataSource.query('UPDATE webhooks SET leased_until = $2 WHERE id = $1', [id, new Date(test.clock.now().getTime() + 60_000)]);
      await rename('left behind');
      await settle();
      expect(receiver.received).toHaveLength(8);
      await later({ seconds: 61 });
      expect(receiver.received).toHaveLength(9);
    } finally {
      await second.close();
    }
  });

  it('are 20 at most, however many are made at once', async () => {
    const answers = await Promise.all(Array.from({ length: 25 }, () => patiently(() => owner.ask<Made>('POST', at(), { url: receiver.url, events: ['*'], enabled: false }), [429, 503])));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    expect(answers.filter(({ status, body }) => status === 409 && body.code === 'webhook.too_many')).toHaveLength(5);
  });

  it('are gone with their deliveries when they are removed, and with their tenant', async () => {
    const { id } = await make();
    await rename('told');
    await settle();
    expect((await owner.ask('DELETE', `${at()}/${id}`)).status).toBe(204);
    expect((await owner.ask('GET', `${at()}/${id}`)).status).toBe(404);
    expect((await owner.ask('DELETE', `${at()}/${id}`)).status).toBe(404);
    expect(await test.dataSource.query('SELECT 1 FROM webhook_deliveries WHERE webhook_id = $1', [id])).toEqual([]);
    expect(await auditOf(test, { action: 'webhook.deleted', tenant_id: tenant, status: 'success' })).toHaveLength(1);
    const other = await make();
    expect((await root.ask('DELETE', `/platform/tenants/${tenant}`)).status).toBe(204);
    expect(await test.dataSource.query('SELECT 1 FROM webhooks WHERE id = $1', [other.id])).toEqual([]);
  });

  it('put on record what changed, and of a URL the host alone', async () => {
    const { id } = await make({ url: `${receiver.url}?token=T0P-S3CRET`, events: ['*'] });
    await owner.ask('PATCH', `${at()}/${id}`, { events: ['tenant.*'], url: `${receiver.url}?token=N3W-S3CRET`, description: 'pager' });
    const [entry] = await auditOf(test, { action: 'webhook.updated', tenant_id: tenant });
    expect(entry?.['metadata']).toEqual({ changed: ['events', 'description', 'url'], before: { events: ['*'], description: null }, after: { events: ['tenant.*'], description: 'pager' } });
    expect(JSON.stringify(await auditOf(test, { tenant_id: tenant }))).not.toContain('S3CRET');
  });

  it('are told as soon as an entry is in the log, before the next look', async () => {
    await make({ events: ['tenant.updated'] });
    for (const name of ['one', 'two', 'three']) {
      await settle();
      const [begun, before] = [performance.now(), receiver.received.length];
      await rename(name);
      while (receiver.received.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
      // The next look is five seconds after the last.
      expect(performance.now() - begun).toBeLessThan(4_500);
    }
  });

  (onRealPostgres() ? it : it.skip)('are changed by nobody whose role is taken while the request runs (skipped where TEST_POSTGRES_URL names no server: one session has no parallel transactions)', async () => {
    const { id } = await make();
    await rename('delivered');
    await settle();
    const [{ id: delivery }] = [(await deliveries(id))[0] ?? { id: '' }];
    const waitingForLocks = async (): Promise<number> => (await test.dataSource.query<unknown[]>("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")).length;
    const changes: [string, string, unknown?][] = [
      ['POST', '', { url: receiver.url, events: ['tenant.*'] }],
      ['PATCH', `/${id}`, { enabled: false }],
      ['POST', `/${id}/rotate-secret`],
      ['POST', `/${id}/test`],
      ['POST', `/${id}/replay`, {}],
      ...(delivery === '' ? [] : [['POST', `/${id}/deliveries/${delivery}/redeliver`] as [string, string]]),
      ['DELETE', `/${id}`],
    ];
    for (const scope of [tenant, null]) {
      const ofScope = scope === null ? (await make({}, null)).id : id;
      for (const [method, path, body] of changes) {
        const admin = await actorOf(test, await people.newMember(scope ?? (await people.platform()), scope === null ? 'PLATFORM_ADMIN' : 'TENANT_ADMIN'));
        const other = test.dataSource.createQueryRunner();
        await other.startTransaction();
        try {
          // As whoever takes the role holds it.
          await other.query('SELECT 1 FROM users WHERE id = $1 FOR UPDATE', [admin.id]);
          const asked = admin.ask(method, `${at(scope)}${path.replace(id, ofScope)}`, body);
          while ((await waitingForLocks()) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
          await other.query('DELETE FROM role_assignments WHERE user_id = $1', [admin.id]);
          await other.commitTransaction();
          expect([method, path, (await asked).status]).toEqual([method, path, 403]);
        } finally {
          await other.release();
        }
      }
    }
    expect((await owner.ask<Made>('GET', `${at()}/${id}`)).body).toMatchObject({ id, enabled: true });
    expect((await owner.ask<Made[]>('GET', at())).body).toHaveLength(1);
  });
});

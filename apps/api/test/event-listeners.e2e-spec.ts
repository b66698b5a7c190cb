import { EventRelay } from '@authengine/audit';
import { AfterCommit, AuditTrail, defineAuditEvents, InTransaction, RequestErrors, type HappenedEvent } from '@authengine/contracts';
import { defineErrors, type TenantId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { TenantEvents } from '@authengine/directory';
import { Injectable, Module } from '@nestjs/common';
import { auditOf, bearer, call, logInAsSuperAdmin, type Answer } from './kit/person.js';
import { newActor, type Actor } from './kit/actor.js';
import { createTestApp, type TestApp } from './test-app.js';

const ListenerErrors = defineErrors('sample', { no_such_name: { status: 409, title: 'No such name', detail: 'Tenants are not called that.' } });
const ListenerEvents = defineAuditEvents({ noted: { name: 'sample.noted', description: 'A listener noted something', resource: 'Tenant', metadata: ['name'] } });

@Injectable()
class Listening {
  static told: HappenedEvent[] = [];
  static failures = 0;
  static holding: Promise<void> | undefined;

  constructor(
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  @InTransaction(TenantEvents.created, TenantEvents.updated)
  async within({ tenantId, metadata }: HappenedEvent): Promise<void> {
    const tenant = await this.transactions.manager.query<{ name: string }[]>('SELECT name FROM tenants WHERE id = $1', [tenantId]);
    const name = tenant[0]?.name ?? '';
    if (name === 'refused') throw ListenerErrors.no_such_name();
    if (name === 'broken') throw new Error('the listener is broken');
    await this.transactions.manager.query('UPDATE tenants SET description = $2 WHERE id = $1', [tenantId, `noted: ${Object.keys(metadata).length > 0}`]);
    await this.trail.record(ListenerEvents.noted, { tenantId, resourceId: tenantId, metadata: { name } });
  }

  @AfterCommit('sample.after', [TenantEvents.created, TenantEvents.updated])
  async after(event: HappenedEvent): Promise<void> {
    Listening.told.push(event);
    await Listening.holding;
    if (Listening.failures > 0) {
      Listening.failures -= 1;
      throw new Error('not now');
    }
  }

  @AfterCommit('sample.refused', 'tenant.created', { statuses: ['failure', 'denied'] })
  async refused(event: HappenedEvent): Promise<void> {
    Listening.told.push(event);
    return Promise.resolve();
  }
}

@Module({ providers: [Listening] })
class ListeningModule {}

@Module({ providers: [Listening, { provide: 'again', useClass: class extends Listening {} }] })
class TwiceModule {}

@Injectable()
class Mistaken {
  @InTransaction('tenant.founded')
  async within(event: HappenedEvent): Promise<void> {
    Listening.told.push(event);
    return Promise.resolve();
  }
}

@Module({ providers: [Mistaken] })
class MistakenModule {}

describe('listeners to events', () => {
  let test: TestApp;
  let admin: string;
  let owner: Actor;
  let relay: EventRelay;

  beforeAll(async () => {
    test = await createTestApp({ modules: [ListeningModule] });
    owner = await newActor(test);
    relay = test.app.get(EventRelay, { strict: false });
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    await settle();
    admin = (await logInAsSuperAdmin(test)).access_token;
    Object.assign(Listening, { told: [], failures: 0, holding: undefined });
  });

  const ask = <T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Answer<T>> => call(test, method, path, body, bearer(admin));
  const create = (name: string) => ask<{ id: TenantId; description: string; code?: string }>('POST', '/platform/tenants', { name, owner_id: owner.id });
  const rename = (id: TenantId, name: string) => ask('PUT', `/platform/tenants/${id}`, { name });
  const waiting = async (): Promise<number> => (await test.dataSource.query<unknown[]>('SELECT 1 FROM event_deliveries')).length;
  const settle = async (): Promise<void> => {
    test.clock.advance({ minutes: 1 });
    await relay.settle();
  };

  const until = async (come: () => boolean | Promise<boolean>): Promise<void> => {
    for (const end = Date.now() + 20_000; !(await come()) && Date.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await come()).toBe(true);
  };

  it('write along in the transaction, and what they record is besides the event of the act', async () => {
    const { status, body } = await create('Acme');
    expect(status).toBe(201);
    expect((await ask('GET', `/platform/tenants/${body.id}`)).body).toMatchObject({ description: 'noted: true' });
    const entries = await auditOf(test, { tenant_id: body.id });
    expect(entries.map(({ action }) => action)).toEqual(expect.arrayContaining(['tenant.created', 'sample.noted']));
    expect(entries.find(({ action }) => action === 'sample.noted')).toMatchObject({ metadata: { name: 'Acme' } });
  });

  it('refuse the act, of which nothing stays but the record of the refusal', async () => {
    const answer = await create('refused');
    expect(answer).toMatchObject({ status: 409, body: { code: 'sample.no_such_name' } });
    expect(await test.dataSource.query("SELECT 1 FROM tenants WHERE name = 'refused'")).toEqual([]);
    await relay.settle();
    expect(Listening.told).toMatchObject([{ name: 'tenant.created', status: 'failure' }]);
    expect((await create('broken')).status).toBe(500);
    expect(await test.dataSource.query("SELECT 1 FROM tenants WHERE name = 'broken'")).toEqual([]);
  });

  it('are told after the commit who did what to what, and not where from', async () => {
    const { body } = await create('Told');
    await relay.settle();
    expect(Listening.told).toEqual([
      { id: expect.any(String), name: 'tenant.created', status: 'success', at: expect.any(Date), actorId: expect.any(String), targetUserId: owner.id, tenantId: body.id, resourceId: body.id, metadata: expect.any(Object) },
    ]);
    expect(await waiting()).toBe(0);
  });

  it('are told again until it went well, the later ones of the same subject after it', async () => {
    Listening.failures = 2;
    const { id } = (await create('First')).body;
    await rename(id, 'Second');
    const other = (await create('Other')).body.id;
    await relay.settle();
    await settle();
    await settle();
    const ofFirst = Listening.told.filter(({ tenantId }) => tenantId === id);
    expect(ofFirst.map(({ name }) => name)).toEqual([...Array<string>(ofFirst.length - 1).fill('tenant.created'), 'tenant.updated']);
    expect(ofFirst.length + Listening.told.filter(({ tenantId }) => tenantId === other).length).toBe(5);
    expect(new Set(ofFirst.map((event) => event.id)).size).toBe(2);
    expect(await waiting()).toBe(0);
  });

  it('of another subject do not wait for one that takes its time', async () => {
    let release = (): void => undefined;
    Listening.holding = new Promise((resolve) => (release = resolve));
    const first = (await create('Slow')).body.id;
    await until(() => Listening.told.length > 0);
    Listening.holding = undefined;
    const second = (await create('Quick')).body.id;
    await until(() => Listening.told.some(({ tenantId }) => tenantId === second));
    // That the second one was told is noted a moment later.
    await until(async () => (await waiting()) === 1);
    release();
    await relay.settle();
    expect(Listening.told.map(({ tenantId }) => tenantId)).toEqual([first, second]);
    expect(await waiting()).toBe(0);
  });

  it('hear of nothing that was rolled back or only rehearsed', async () => {
    const { id } = (await create('Kept')).body;
    await relay.settle();
    Listening.told = [];
    expect((await ask('PUT', `/platform/tenants/${id}?dry_run=true`, { status: 'SUSPENDED' })).status).toBe(200);
    const transactions = test.app.get(Transactions);
    const trail = test.app.get(AuditTrail);
    const undone = transactions.run(async () => {
      await trail.record(TenantEvents.updated, { tenantId: id, resourceId: id });
      throw RequestErrors.invalid();
    });
    await expect(undone).rejects.toThrow();
    await relay.settle();
    expect(Listening.told).toEqual([]);
  });

  it('are told by the next start of what a node that died was telling', async () => {
    let release = (): void => undefined;
    Listening.holding = new Promise((resolve) => (release = resolve));
    const { id } = (await create('Died')).body;
    await until(() => Listening.told.length > 0);
    // Its node has neither said that it went well nor that it failed.
    test.clock.advance({ minutes: 2 });
    Listening.holding = undefined;
    relay.kick();
    await until(() => Listening.told.length >= 2);
    release();
    await relay.settle();
    expect(Listening.told.map(({ tenantId }) => tenantId)).toEqual([id, id]);
    expect(await waiting()).toBe(0);
  });

  it('have names of their own, or the start is refused', async () => {
    await expect(createTestApp({ modules: [TwiceModule] })).rejects.toThrow('listener sample.after is there twice');
  });

  it('wait for events that somebody declares, or the start is refused', async () => {
    await expect(createTestApp({ modules: [MistakenModule] })).rejects.toThrow('a listener waits for the event tenant.founded, which nobody declares');
  });
});

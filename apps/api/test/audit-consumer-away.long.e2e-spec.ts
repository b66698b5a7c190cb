import { AuditRelay, RetentionLoop, WebhookRelay } from '@authengine/audit';
import { AuditTrail } from '@authengine/contracts';
import { TenantEvents } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { People } from '@authengine/testing';
import { actorOf, type Actor } from './kit/actor.js';
import { patiently } from './kit/person.js';
import { WebhookReceiver, type Received } from './kit/webhook-receiver.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Entry {
  readonly id: string;
  readonly action: string;
  readonly metadata: { readonly after?: { readonly name?: string } };
}
interface Page {
  readonly entries: readonly Entry[];
  readonly next: string;
  readonly more: boolean;
}

const HOURS = 24;
const AN_HOUR = 50;

/** Consumers that were away for a day, in which more than a thousand entries came, and that come back while more arrive. */
describe('a consumer of the audit log that was away for a day', () => {
  let test: TestApp;
  let people: People;
  let ownerId: UserId;
  let tenant: TenantId;
  let receiver: WebhookReceiver;
  let recorded: string[];

  beforeAll(async () => {
    test = await createTestApp({ env: { AUDIT_STREAM_DAYS: '4', WEBHOOKS_TO_PRIVATE_ADDRESSES: 'true', MAX_CONCURRENT_SESSIONS: '1000' } });
    people = new People(test.dataSource);
    receiver = await new WebhookReceiver().start();
  });
  beforeEach(async () => {
    ownerId = await people.user();
    tenant = await people.tenant(ownerId);
    recorded = [];
    receiver.received.splice(0);
    receiver.answerAlways(204);
  });
  afterEach(() => test.dataSource.query('DELETE FROM webhooks'));
  afterAll(async () => {
    await receiver.stop();
    await test.close();
  });

  const of = <T>(type: abstract new (...of: never[]) => T): T => test.app.get(type as never, { strict: false });
  /** Whatever the test's clock says, the session stands. */
  const owner = async (): Promise<Actor> => {
    const actor = await actorOf(test, ownerId);
    await test.dataSource.query("UPDATE sessions SET idle_expires_at = '2100-01-01', expires_at = '2100-01-01' WHERE user_id = $1", [ownerId]);
    return actor;
  };
  const record = (count: number): Promise<void> =>
    of(Transactions).run(async () => {
      for (let n = 0; n < count; n += 1) {
        const name = `Acme ${recorded.length}`;
        await of(AuditTrail).record(TenantEvents.updated, { actorId: ownerId, tenantId: tenant, resourceId: tenant, metadata: { changes: ['name'], after: { name } } });
        recorded.push(name);
      }
    });
  const shipped = (): Promise<void> => of(AuditRelay).flush(60_000);
  const aDay = async (eachHour: () => Promise<void> = () => Promise.resolve()): Promise<void> => {
    for (let hour = 0; hour < HOURS; hour += 1) {
      test.clock.advance({ hours: 1 });
      await record(AN_HOUR);
      await shipped();
      await eachHour();
    }
  };
  const stream = (): string => `/tenants/audit/${tenant}/audit-logs/stream`;
  const follow = async (by: Actor, after: string): Promise<Page> => {
    const { status, body } = await by.ask<Page>('GET', `${stream()}?after=${after}&limit=100`);
    expect(status).toBe(200);
    return body;
  };
  const nameOf = ({ metadata }: Pick<Entry, 'metadata'>): string | undefined => metadata.after?.name;
  const namesOf = (messages: readonly Received[]): (string | undefined)[] => messages.map(({ body }) => nameOf(body.data as unknown as Entry));
  const webhook = async (by: Actor): Promise<string> => {
    const made = await by.ask<{ id: string }>('POST', `/tenants/webhooks/${tenant}/webhooks`, { url: receiver.url, events: ['tenant.updated'] });
    expect(made.status).toBe(201);
    return made.body.id;
  };

  it('asks the stream on, and gets every entry once, in order, also those that arrive while it reads', async () => {
    await record(1);
    let page = await follow(await owner(), 'latest');
    await aDay();
    const by = await owner();
    const told: Entry[] = [];
    for (let pages = 0; ; pages += 1) {
      page = await follow(by, page.next);
      told.push(...page.entries);
      if (pages < 20) await record(3);
      else if (!page.more) break;
    }
    expect(told.filter(({ action }) => action === TenantEvents.updated.name).map(nameOf)).toEqual(recorded.slice(1));
    expect(recorded).toHaveLength(1 + HOURS * AN_HOUR + 60);
    expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
  }, 300_000);

  it('has a webhook, and is sent every event once; what was never refused comes in order', async () => {
    await webhook(await owner());
    await record(1);
    await shipped();
    await of(WebhookRelay).settle();
    expect(namesOf(receiver.received)).toEqual(recorded);
    receiver.answerAlways(503);
    await aDay(() => of(WebhookRelay).settle());
    const refused = new Set(namesOf(receiver.received).slice(1));
    expect(refused.size).toBeGreaterThan(10);
    receiver.received.splice(0);
    receiver.answerAlways(204);
    for (let hours = 0; hours < 12; hours += 1) {
      test.clock.advance({ hours: 1 });
      if (hours < 3) await record(20);
      await shipped();
      await of(WebhookRelay).settle();
    }
    const taken = namesOf(receiver.received);
    expect(taken).toHaveLength(recorded.length - 1);
    expect(new Set(taken)).toEqual(new Set(recorded.slice(1)));
    expect(taken.filter((name) => !refused.has(name))).toEqual(recorded.slice(1).filter((name) => !refused.has(name)));
  }, 600_000);

  it('had stopped its webhook, has it replayed, and is sent every event once, in order', async () => {
    const id = await webhook(await owner());
    await record(1);
    await shipped();
    await of(WebhookRelay).settle();
    const last = receiver.received[0]?.headers['webhook-id'];
    const at = `/tenants/webhooks/${tenant}/webhooks/${id}`;
    expect((await (await owner()).ask('PATCH', at, { enabled: false })).status).toBe(200);
    await aDay(() => of(WebhookRelay).settle());
    expect(receiver.received.splice(0)).toHaveLength(1);
    expect((await (await owner()).ask('PATCH', at, { enabled: true })).status).toBe(200);
    expect((await (await owner()).ask('POST', `${at}/replay`, { after: last })).status).toBe(202);
    await record(20);
    await shipped();
    await of(WebhookRelay).settle();
    expect(namesOf(receiver.received)).toEqual(recorded.slice(1));
  }, 600_000);

  it('is told that its cursor is too old once the order is not kept for so long, and goes on with the log', async () => {
    await record(1);
    const { next } = await follow(await owner(), 'latest');
    await record(5);
    await shipped();
    test.clock.advance({ days: 5 });
    expect((await follow(await owner(), next)).entries.map(nameOf)).toEqual(recorded.slice(1));
    await record(1);
    await shipped();
    // A round that a slow database broke off is made up for by the next one.
    const answer = await patiently(async () => {
      await of(RetentionLoop).settle();
      return (await owner()).ask('GET', `${stream()}?after=${next}`);
    }, [200, 503]);
    expect(answer).toMatchObject({ status: 410, body: { code: 'audit_stream.cursor_expired' } });
    expect(String(answer.body['detail'])).toContain('after=latest');
    const log = await (await owner()).ask<Entry[]>('GET', `/tenants/audit/${tenant}/audit-logs?action=tenant.updated`);
    expect(log.body.map(nameOf).reverse()).toEqual(recorded);
    expect((await follow(await owner(), 'latest')).entries).toEqual([]);
  });
});

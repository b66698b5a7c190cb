import { randomUUID } from 'node:crypto';
import { defineAuditEvents } from '@authengine/contracts';
import { SystemClock } from '@authengine/kernel';
import { dataSourceOptions, Transactions } from '@authengine/persistence';
import { onRealPostgres, openTestDatabase, PATIENCE_MS, type TestDatabase } from '@authengine/testing';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AuditEntry } from '../entry/audit-entry.js';
import { AuditErasures } from '../erasure/audit-erasures.js';
import { withoutPerson, type PersonErasure } from '../erasure/without-person.js';
import { EvidenceLog } from '../evidence/places/evidence-log.js';
import { SaltErasure } from '../evidence/places/salt-erasure.js';
import { AuditOutboxRow } from '../outbox/audit-outbox.entity.js';
import { AuditOutbox } from '../outbox/audit-outbox.js';
import { AuditedCall, runInCall } from '../recorder/audited-call.js';
import { AuditRecorder } from '../recorder/audit-recorder.js';
import { AuditStore } from '../store/audit-store.js';
import { AuditEntryRow } from '../store/postgres/audit-entry.entity.js';
import { PostgresAuditStore } from '../store/postgres/postgres-audit-store.js';
import { AuditRelay, BATCH, type Evidence } from './audit-relay.js';

const { event } = defineAuditEvents({ event: { name: 'sample.relayed.done', description: '', resource: 'User', metadata: ['n', 'email'], personal: ['email'] } });

/** A store that knows entries by id, as every store does, and can be made to fail. */
class FlakyStore extends AuditStore {
  readonly kept: AuditEntry[] = [];
  readonly erased: string[] = [];
  /** What the next calls do before they succeed again. */
  faults: ('refuses' | 'keeps and dies' | 'keeps some and dies')[] = [];
  isReady = true;
  calls = 0;
  handed = 0;

  append(entries: readonly AuditEntry[]): Promise<void> {
    this.calls += 1;
    this.handed += entries.length;
    const fault = this.faults.shift();
    if (fault === 'refuses') return Promise.reject(new Error('refused'));
    const kept = fault === 'keeps some and dies' ? entries.slice(0, entries.length / 2) : entries;
    for (const entry of kept) if (!this.kept.some(({ id }) => id === entry.id)) this.kept.push(entry);
    return fault === undefined ? Promise.resolve() : Promise.reject(new Error(fault));
  }

  erase(person: PersonErasure, personal: readonly string[]): Promise<void> {
    this.calls += 1;
    if (this.faults.shift()) return Promise.reject(new Error('refused'));
    this.erased.push(person.pseudonym);
    this.kept.splice(0, this.kept.length, ...this.kept.map((entry) => withoutPerson(entry, person, personal)));
    return Promise.resolve();
  }

  remove(ids: readonly string[]): Promise<void> {
    this.kept.splice(0, this.kept.length, ...this.kept.filter(({ id }) => !ids.includes(id)));
    return Promise.resolve();
  }

  query(): Promise<AuditEntry[]> {
    return Promise.resolve(this.kept);
  }

  find(ids: readonly string[]): Promise<AuditEntry[]> {
    return Promise.resolve(this.kept.filter(({ id }) => ids.includes(id)));
  }

  ready(): Promise<void> {
    return this.isReady ? Promise.resolve() : Promise.reject(new Error('not there'));
  }
}

describe('AuditRelay', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let transactions: Transactions;
  let outbox: AuditOutbox;
  let erasures: AuditErasures;
  let store: FlakyStore;
  let relay: AuditRelay;
  let recorder: AuditRecorder;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await openTestDatabase();
    dataSource = await new DataSource({ ...dataSourceOptions(database.address), entities: [AuditOutboxRow, AuditEntryRow] }).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.close();
  });

  const evidenceBeside = (to: AuditStore): Evidence => ({ log: new EvidenceLog(transactions, 'http://auth.test'), salts: new SaltErasure(transactions, to) });
  const relayTo = (to: AuditStore): AuditRelay => new AuditRelay(outbox, erasures, to, evidenceBeside(to), transactions, { alone: !onRealPostgres() });

  beforeEach(async () => {
    await dataSource.query('TRUNCATE audit_outbox, audit_entries, audit_erasures, audit_logs, audit_places, audit_nodes, audit_unplaced');
    transactions = new Transactions(dataSource);
    outbox = new AuditOutbox(transactions);
    erasures = new AuditErasures(transactions, new SystemClock());
    store = new FlakyStore();
    relay = relayTo(store);
    recorder = new AuditRecorder(outbox, transactions, relay, new SystemClock());
  });

  afterEach(() => relay.stop());

  const record = (n: number): Promise<void> => recorder.record(event, { metadata: { n } });
  const recordAll = (count: number): Promise<void> =>
    transactions.run(async () => {
      for (let n = 0; n < count; n += 1) await record(n);
    });
  const numbers = (entries: readonly AuditEntry[]): unknown[] => entries.map(({ metadata }) => metadata['n']);
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

  it('ships what is recorded, by itself and in order, and empties the outbox', async () => {
    relay.start();
    await recordAll(5);
    for (let i = 0; i < 200 && store.kept.length < 5; i += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    await relay.stop();
    expect(numbers(store.kept)).toEqual(upTo(5));
    expect(await relay.backlog()).toBe(0);
  });

  it('ships more than a batch in batches', async () => {
    await recordAll(2 * BATCH + 3);
    await relay.flush(15_000);
    expect(numbers(store.kept)).toEqual(upTo(2 * BATCH + 3));
    expect(store.calls).toBe(3);
  });

  it('records a change and its event together or not at all', async () => {
    await dataSource.query('CREATE TABLE IF NOT EXISTS relay_notes (text text)');
    const change = (fail: boolean): Promise<void> =>
      transactions.run(async () => {
        await transactions.manager.query("INSERT INTO relay_notes VALUES ('x')");
        await record(1);
        if (fail) throw new Error('no');
      });
    await expect(change(true)).rejects.toThrow('no');
    await relay.flush(PATIENCE_MS);
    expect(store.kept).toEqual([]);
    await change(false);
    await relay.flush(PATIENCE_MS);
    expect(store.kept).toHaveLength(1);
    expect(await dataSource.query('SELECT * FROM relay_notes')).toHaveLength(1);
    await dataSource.query('DROP TABLE relay_notes');
  });

  it('lets the change fail when its event cannot be recorded', async () => {
    await dataSource.query('ALTER TABLE audit_outbox RENAME TO audit_outbox_away');
    try {
      await expect(transactions.run(() => record(1))).rejects.toMatchObject({ status: 503, code: 'server.unavailable' });
    } finally {
      await dataSource.query('ALTER TABLE audit_outbox_away RENAME TO audit_outbox');
    }
  });

  it('keeps everything while the store is away and loses nothing when it comes back', async () => {
    store.faults = ['refuses', 'keeps some and dies', 'refuses'];
    await recordAll(10);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(relay.flush()).rejects.toMatchObject({ status: 503, retryAfterSeconds: expect.any(Number) as number });
      expect(await relay.backlog()).toBe(10);
    }
    await record(10);
    await relay.flush(PATIENCE_MS);
    expect(numbers(store.kept)).toEqual(upTo(11));
    expect(await relay.backlog()).toBe(0);
  });

  it('lets nobody who records wait for the store', async () => {
    relay.start();
    store.isReady = false;
    await recordAll(3);
    await expect(relay.flush(200)).rejects.toMatchObject({ status: 503 });
    expect(await relay.backlog()).toBe(3);
    store.isReady = true;
    await relay.flush(PATIENCE_MS);
    expect(numbers(store.kept)).toEqual(upTo(3));
  });

  it('killed between the store keeping a batch and the outbox forgetting it, brings nothing twice', async () => {
    store.faults = ['keeps and dies'];
    await recordAll(7);
    await expect(relay.flush()).rejects.toMatchObject({ status: 503 });
    expect(store.kept).toHaveLength(7);
    expect(await relay.backlog()).toBe(7);
    await relayTo(store).flush(PATIENCE_MS);
    expect(numbers(store.kept)).toEqual(upTo(7));
    expect(await relay.backlog()).toBe(0);
  });

  it('brings each entry once and in order with several relays at work', async () => {
    const others = [relayTo(store), relayTo(store), relayTo(store)];
    for (const each of [relay, ...others]) each.start();
    await recordAll(450);
    await Promise.all([relay, ...others].map((each) => each.flush(15_000)));
    await Promise.all(others.map((each) => each.stop()));
    expect(numbers(store.kept)).toEqual(upTo(450));
    expect(await relay.backlog()).toBe(0);
    // Where there are locks between sessions, nothing is even handed over twice.
    if (onRealPostgres()) expect(store.handed).toBe(450);
  });

  describe('GD-01 once a person is erased', () => {
    const ada = randomUUID();
    const email = 'ada@people.test';
    const about = (n: number): Promise<void> => recorder.record(event, { actorId: ada, targetUserId: ada, metadata: { n, email } });
    const erase = (): Promise<void> => transactions.run(() => erasures.add(ada, email));
    const inDatabase = async (): Promise<string> => JSON.stringify(await dataSource.query('SELECT entry::text AS it FROM audit_outbox UNION ALL SELECT audit_erasures::text FROM audit_erasures'));
    const waiting = async (): Promise<number> => (await dataSource.query<{ n: number }[]>('SELECT count(*)::int AS n FROM audit_erasures WHERE carried_out_at IS NULL'))[0]?.n ?? -1;
    const until = async (met: () => Promise<boolean>): Promise<void> => {
      for (let i = 0; i < 500 && !(await met()); i += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    };

    it('clears what the store has and what waits, and forgets the address', async () => {
      await about(0);
      await recorder.record(event, { actorId: null, metadata: { n: 1, email } });
      await relay.flush(PATIENCE_MS);
      await about(2);
      await erase();
      expect(JSON.stringify(store.kept)).toContain(email);
      relay.start();
      await until(async () => (await waiting()) === 0);
      expect(numbers(store.kept)).toEqual([0, 1, 2]);
      expect(store.kept[2]).toMatchObject({ actorId: ada, targetUserId: ada });
      expect(JSON.stringify(store.kept) + (await inDatabase())).not.toContain(email);
      expect(await inDatabase()).toContain(ada);
    });

    it('clears the outbox at once while the store is away, and the store when it is back', async () => {
      await about(0);
      await relay.flush(PATIENCE_MS);
      store.isReady = false;
      await about(1);
      await erase();
      relay.start();
      const inOutbox = (): Promise<unknown[]> => dataSource.query("SELECT entry->>'actor_id' AS actor, entry->'metadata' AS metadata FROM audit_outbox");
      await until(async () => !JSON.stringify(await inOutbox()).includes(email));
      expect(await inOutbox()).toEqual([{ actor: ada, metadata: { n: 1 } }]);
      expect(await waiting()).toBe(1);
      expect(JSON.stringify(store.kept)).toContain(email);
      store.isReady = true;
      store.faults = ['refuses', 'refuses'];
      await until(async () => (await waiting()) === 0);
      expect(numbers(store.kept)).toEqual([0, 1]);
      expect(JSON.stringify(store.kept) + (await inDatabase())).not.toContain(email);
    });

    it('lets no entry that comes late bring anything back', async () => {
      await erase();
      relay.start();
      await until(async () => (await waiting()) === 0);
      await about(0);
      await relay.flush(PATIENCE_MS);
      expect(store.kept).toMatchObject([{ actorId: ada, metadata: { n: 0 } }]);
      expect(JSON.stringify(store.kept)).not.toContain(email);
    });

    it('waits for what was on its way to the store, so that nothing lands after it', async () => {
      await about(0);
      // A node read the entry before the erasure, and dies with it on its way.
      const [sent] = await outbox.oldest(1);
      await erase();
      for (const erasure of await erasures.waiting()) await erasures.mark(erasure);
      expect(await erasures.due()).toEqual([]);
      await store.append([sent?.entry as AuditEntry]);
      relay.start();
      await until(async () => (await waiting()) === 0);
      await store.append([sent?.entry as AuditEntry]);
      expect(store.erased).toEqual([ada]);
      expect(numbers(store.kept)).toEqual([0]);
      expect(JSON.stringify(store.kept)).not.toContain(email);
    });

    it('is carried out by any number of nodes', async () => {
      const others = [relayTo(store), relayTo(store), relayTo(store)];
      const people = Array.from({ length: 10 }, () => randomUUID());
      for (const each of [relay, ...others]) each.start();
      await transactions.run(async () => {
        for (const id of people) await recorder.record(event, { actorId: id, targetUserId: id, metadata: { n: 0, email: `${id}@people.test` } });
      });
      await Promise.all(people.map((id) => transactions.run(() => erasures.add(id, `${id}@people.test`))));
      await until(async () => (await waiting()) === 0);
      await Promise.all(others.map((each) => each.stop()));
      expect(store.kept).toHaveLength(10);
      expect(JSON.stringify(store.kept) + (await inDatabase())).not.toContain('@people.test');
    });

    it('keeps an address from nobody who has it later', async () => {
      await erase();
      await dataSource.query("UPDATE audit_erasures SET erased_at = erased_at - interval '1 minute'");
      await recorder.record(event, { actorId: null, targetUserId: randomUUID(), metadata: { n: 0, email } });
      relay.start();
      await until(async () => (await waiting()) === 0 && store.kept.length === 1);
      expect(store.kept).toMatchObject([{ metadata: { n: 0, email } }]);
    });
  });

  it('belongs to no request: shipping for a reader records nothing in the name of that reader', async () => {
    const locking = new AuditRelay(outbox, erasures, store, evidenceBeside(store), transactions, { alone: false });
    await record(0);
    await runInCall(new AuditedCall({ ...event, name: 'sample.log.read' }, null), () => locking.flush(PATIENCE_MS));
    expect(store.kept.map(({ action }) => action)).toEqual([event.name]);
    expect(await relay.backlog()).toBe(0);
  });

  it('does the same into Postgres itself', async () => {
    const postgres = new PostgresAuditStore(transactions);
    const relays = [relayTo(postgres), relayTo(postgres)];
    await recordAll(250);
    await Promise.all(relays.map((each) => each.flush(15_000)));
    const kept = await postgres.query({}, { limit: 1000 });
    expect(numbers(kept).reverse()).toEqual(upTo(250));
    expect(await relay.backlog()).toBe(0);
  });

  it('ships what was recorded last when the application ends, and gives up in time', async () => {
    relay.start();
    await recordAll(3);
    await relay.beforeApplicationShutdown();
    expect(numbers(store.kept)).toEqual(upTo(3));

    store.isReady = false;
    await record(3);
    const begun = performance.now();
    await relay.beforeApplicationShutdown();
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect(await relay.backlog()).toBe(1);
  });

  it('asks nothing of the store when nothing waits', async () => {
    store.isReady = false;
    await expect(relay.flush()).resolves.toBeUndefined();
    expect(store.calls).toBe(0);
  });
});

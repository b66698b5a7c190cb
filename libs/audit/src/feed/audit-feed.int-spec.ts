import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { defineAuditEvents } from '@authengine/contracts';
import { SystemClock } from '@authengine/kernel';
import { dataSourceOptions, Transactions } from '@authengine/persistence';
import { onRealPostgres, openTestDatabase, PATIENCE_MS, type TestDatabase } from '@authengine/testing';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditErasures } from '../erasure/audit-erasures.js';
import { EvidenceLog } from '../evidence/places/evidence-log.js';
import { SaltErasure } from '../evidence/places/salt-erasure.js';
import { AuditOutbox } from '../outbox/audit-outbox.js';
import { AuditRecorder } from '../recorder/audit-recorder.js';
import { AuditRelay } from '../relay/audit-relay.js';
import { AuditEntryRow } from '../store/postgres/audit-entry.entity.js';
import { PostgresAuditStore } from '../store/postgres/postgres-audit-store.js';
import { AuditFeed, FEED_START } from './audit-feed.js';

const { event } = defineAuditEvents({ event: { name: 'sample.thing.fed', description: '', resource: 'User', metadata: ['n'] } });

describe('the feed of the audit log', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let transactions: Transactions;
  let relays: AuditRelay[];
  let recorder: AuditRecorder;
  let feed: AuditFeed;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await openTestDatabase();
    dataSource = await new DataSource({ ...dataSourceOptions(database.address), entities: [AuditEntryRow] }).initialize();
    transactions = new Transactions(dataSource);
    const [outbox, erasures, store] = [new AuditOutbox(transactions), new AuditErasures(transactions, new SystemClock()), new PostgresAuditStore(transactions)];
    relays = Array.from({ length: onRealPostgres() ? 2 : 1 }, () => new AuditRelay(outbox, erasures, store, { log: new EvidenceLog(transactions, 'http://auth.test'), salts: new SaltErasure(transactions, store) }, transactions, { alone: !onRealPostgres() }));
    recorder = new AuditRecorder(outbox, transactions, relays[0]!, new SystemClock());
    feed = new AuditFeed(transactions, store, erasures);
  });
  afterEach(async () => {
    for (const relay of relays) await relay.stop();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.close();
  });

  const readOn = async (position: string, tenant: string, seen: number[]): Promise<string> => {
    const rows = await feed.rowsAfter(position, tenant, 7);
    for (const { metadata } of await feed.entries(rows.map(({ entryId }) => entryId))) seen.push(Number(metadata['n']));
    return rows.at(-1)?.position ?? position;
  };

  it('has the entries of a transaction in their order, each once, and none of one that was rolled back', async () => {
    const tenant = randomUUID();
    await transactions.run(async () => {
      for (let n = 0; n < 5; n += 1) await recorder.record(event, { tenantId: tenant, metadata: { n } });
    });
    await transactions.run(async () => {
      await recorder.record(event, { tenantId: tenant, metadata: { n: 99 } });
      throw new Error('rolled back');
    }).catch(() => undefined);
    await recorder.record(event, { tenantId: randomUUID(), metadata: { n: 98 } });
    for (const relay of relays) await relay.flush(PATIENCE_MS);
    const seen: number[] = [];
    await readOn(FEED_START, tenant, seen);
    expect(seen).toEqual([0, 1, 2, 3, 4]);
  });

  (onRealPostgres() ? it : it.skip)('leaves nothing out and repeats nothing for a reader, whatever commits late, with two relays (skipped where TEST_POSTGRES_URL names no server: one session has no parallel transactions)', async () => {
    const tenant = randomUUID();
    const TOTAL = 120;
    for (const relay of relays) relay.start();
    let writing = true;
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let n = writer; n < TOTAL; n += 6) {
        await transactions.run(async () => {
          // The entry takes its place in the outbox now, and commits after others that took theirs later.
          await recorder.record(event, { tenantId: tenant, metadata: { n } });
          await pause((n * 37) % 90);
        });
      }
    });
    const seen: number[] = [];
    const reader = (async () => {
      let position = FEED_START;
      while (writing) {
        position = await readOn(position, tenant, seen);
        await pause(3);
      }
      for (const relay of relays) await relay.flush(10_000);
      for (let last = ''; last !== position; ) [last, position] = [position, await readOn(position, tenant, seen)];
    })();
    await Promise.all(writers);
    writing = false;
    await reader;
    expect(seen.length).toBe(TOTAL);
    expect(new Set(seen).size).toBe(TOTAL);
  });
});

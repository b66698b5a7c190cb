// What one relay ships from the outbox into the log, against a plain insert of the same rows in the same rounds; and what evidence
// (places in the Merkle logs, digests, salts) adds to it. In this process, on the product's own modules.
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { entryToJson } from '../../dist/libs/audit/src/entry/audit-entry.js';
import { newEntryId } from '../../dist/libs/audit/src/entry/entry-id.js';
import { AuditErasures } from '../../dist/libs/audit/src/erasure/audit-erasures.js';
import { EvidenceLog } from '../../dist/libs/audit/src/evidence/places/evidence-log.js';
import { SaltErasure } from '../../dist/libs/audit/src/evidence/places/salt-erasure.js';
import { AuditOutbox } from '../../dist/libs/audit/src/outbox/audit-outbox.js';
import { AuditRelay, BATCH } from '../../dist/libs/audit/src/relay/audit-relay.js';
import { AuditEntryRow } from '../../dist/libs/audit/src/store/postgres/audit-entry.entity.js';
import { PostgresAuditStore } from '../../dist/libs/audit/src/store/postgres/postgres-audit-store.js';
import { SystemClock } from '../../dist/libs/kernel/src/index.js';
import { dataSourceOptions, Transactions } from '../../dist/libs/persistence/src/index.js';
import { APP_URL } from '../bench.mjs';
import { postgresCpu } from '../stores.mjs';
import { atLeast, told } from '../verdicts.mjs';

const ENTRIES = 10_000;
const ROUNDS = 4;
const TENANTS = Array.from({ length: 40 }, () => randomUUID());
const ENOUGH = 2_000;
const clock = new SystemClock();

export async function audit(bench) {
  const url = bench.stores.postgresUrl;
  if (!url) return [atLeast('entries a second through one relay', undefined, ENOUGH, 'there is no PostgreSQL here')];
  // Its start makes the tables; and its relay, from another part, would ship these entries too.
  await bench.stop(await bench.service());
  const dataSource = await new DataSource({ ...dataSourceOptions({ kind: 'server', url }), entities: [AuditEntryRow] }).initialize();
  try {
    await dataSource.query('CREATE TABLE bench_plain (LIKE audit_entries INCLUDING ALL)');
    const transactions = new Transactions(dataSource);
    const [store, outbox, erasures] = [new PostgresAuditStore(transactions), new AuditOutbox(transactions), new AuditErasures(transactions, clock)];
    const evidence = { log: new EvidenceLog(transactions, APP_URL), salts: new SaltErasure(transactions, store) };
    const relay = (log) => new AuditRelay(outbox, erasures, store, { ...evidence, log }, transactions, { alone: false });
    const kinds = {
      'plain insert': (entries) => insertPlainly(dataSource, entries),
      'relay without evidence': shipBy(dataSource, relay({ append: () => Promise.resolve() })),
      relay: shipBy(dataSource, relay(evidence.log)),
    };
    const databaseCpu = await postgresCpu(url);
    const placed = async () => (await dataSource.query('SELECT count(*)::int AS count FROM audit_places'))[0].count;
    const before = await placed();
    const costs = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
    // The first round meets code that has never run.
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const [kind, ship] of Object.entries(kinds)) {
        const cost = await costOf(await ship(Array.from({ length: ENTRIES }, newEntry)), databaseCpu);
        if (round > 0) costs[kind].push(cost);
      }
    }
    const count = (await placed()) - before;
    if (count !== (ROUNDS + 1) * ENTRIES) throw new Error(`${count} entries have their places`);
    return rowsOf(costs);
  } finally {
    await dataSource.destroy();
  }
}

function rowsOf(costs) {
  const best = (kind, of) => Math.min(...costs[kind].map(of));
  const seconds = (kind) => best(kind, (cost) => cost.seconds);
  const cpu = (kind) => best(kind, (cost) => cost.cpu);
  console.table(Object.keys(costs).map((kind) => ({ what: kind, 'entries per s': Math.round(ENTRIES / seconds(kind)), 'CPU µs of an entry': Math.round((cpu(kind) / ENTRIES) * 1e6) })));
  return [
    atLeast('entries a second through one relay', ENTRIES / seconds('relay'), ENOUGH),
    told('an entry through the relay ÷ a plain insert of it, time', seconds('relay') / seconds('plain insert')),
    told('an entry through the relay ÷ a plain insert of it, CPU with the database', cpu('relay') / cpu('plain insert')),
    told('an entry through the relay with its evidence ÷ without, CPU with the database', cpu('relay') / cpu('relay without evidence')),
    told('CPU µs of an entry through the relay, with the database', (cpu('relay') / ENTRIES) * 1e6),
  ];
}

async function costOf(work, databaseCpu) {
  const own = () => Object.values(process.cpuUsage()).reduce((sum, micros) => sum + micros, 0) / 1e6;
  const [begun, cpu] = [performance.now(), own() + databaseCpu()];
  await work();
  return { seconds: (performance.now() - begun) / 1000, cpu: own() + databaseCpu() - cpu };
}

/** As small and as personal as those of a login. */
function newEntry(_, n) {
  const actor = randomUUID();
  return {
    id: newEntryId(clock.now()), action: 'auth.login.succeeded', resource: 'User', resourceId: actor, actorId: actor, targetUserId: actor, tenantId: n % 4 === 0 ? null : TENANTS[n % TENANTS.length], status: 'success',
    ipAddress: '203.0.113.7', userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', requestId: randomUUID(), metadata: { method: 'password', email: `${actor}@people.test`, session_id: randomUUID() }, createdAt: clock.now(),
  };
}

/** The rows are recorded first; the result ships them. */
function shipBy(dataSource, relay) {
  return async (entries) => {
    for (const batch of batchesOf(entries)) {
      await dataSource.query('INSERT INTO audit_outbox (id, entry) SELECT (entry->>\'id\')::uuid, entry FROM jsonb_array_elements($1::jsonb) AS entry', [JSON.stringify(batch.map(entryToJson))]);
    }
    return () => relay.flush(600_000);
  };
}

async function insertPlainly(dataSource, entries) {
  return async () => {
    for (const batch of batchesOf(entries)) {
      await dataSource.query('INSERT INTO bench_plain SELECT * FROM jsonb_populate_recordset(NULL::bench_plain, $1::jsonb)', [JSON.stringify(batch.map(entryToJson))]);
    }
  };
}

function batchesOf(entries) {
  return Array.from({ length: Math.ceil(entries.length / BATCH) }, (_, n) => entries.slice(n * BATCH, (n + 1) * BATCH));
}

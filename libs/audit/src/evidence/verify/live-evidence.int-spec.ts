import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { Settings } from '@authengine/config';
import { defineAuditEvents, personalMetadata } from '@authengine/contracts';
import { KeyRing, SealedSecrets } from '@authengine/crypto';
import { dataSourceOptions, Transactions } from '@authengine/persistence';
import { FakeClock, onRealPostgres, openTestDatabase, testSettings, type TestDatabase } from '@authengine/testing';
import { Logger } from '@nestjs/common';
import mongoose, { type Connection } from 'mongoose';
import { DataSource } from 'typeorm';
import type { AuditEntry } from '../../entry/audit-entry.js';
import { newEntryId } from '../../entry/entry-id.js';
import { AuditErasures } from '../../erasure/audit-erasures.js';
import { AuditOutbox } from '../../outbox/audit-outbox.js';
import { AuditRelay } from '../../relay/audit-relay.js';
import type { AuditStore } from '../../store/audit-store.js';
import type { AuditLogDocument } from '../../store/mongo/audit-log.schema.js';
import { MongoAuditStore } from '../../store/mongo/mongo-audit-store.js';
import { AuditEntryRow } from '../../store/postgres/audit-entry.entity.js';
import { PostgresAuditStore } from '../../store/postgres/postgres-audit-store.js';
import { Checkpoints, ContradictionError } from '../checkpoints/checkpoints.js';
import { SigningKeys } from '../keys/signing-keys.js';
import { canonicalEntry, leafData } from '../leaf/leaf-data.js';
import { PLATFORM_LOG, tenantLog } from '../leaf/log-name.js';
import { Frontier } from '../merkle/frontier.js';
import { leafHash } from '../merkle/hashes.js';
import { signCheckpoint } from '../notes/checkpoint.js';
import { EvidenceLog } from '../places/evidence-log.js';
import { LogReader } from '../places/log-reader.js';
import { SaltErasure } from '../places/salt-erasure.js';
import type { EvidenceFault } from './evidence-record.js';
import { LiveEvidence, type VerifyOptions } from './live-evidence.js';
import type { VerifiedLog } from './log-verifier.js';

defineAuditEvents({
  done: { name: 'sample.deed.done', description: '', resource: 'User', metadata: ['n', 'email'], personal: ['email'] },
  erased: { name: 'sample.person.erased', description: '', resource: 'User', erasesPerson: true },
});

const TENANT = randomUUID();
const [ADA, BEN] = [randomUUID(), randomUUID()];
const ORIGIN = 'auth.test/audit/platform';
const { MONGODB_URL } = testSettings().values;
const mongoUrl = MONGODB_URL === undefined ? '' : new URL(`/authengine_test_${randomUUID().slice(0, 8)}`, MONGODB_URL).href;

describe('AU-01 the evidence of the log in Postgres', () => {
  itFindsTampering(false);
});

(MONGODB_URL === undefined ? describe.skip : describe)('AU-01 the evidence of the log in MongoDB (skipped where TEST_MONGODB_URL names no server)', () => {
  itFindsTampering(true);
});

function itFindsTampering(inMongo: boolean): void {
  let database: TestDatabase;
  let dataSource: DataSource;
  let connection: Connection | undefined;
  let store: AuditStore;
  let outbox: AuditOutbox;
  let erasures: AuditErasures;
  let transactions: Transactions;
  let relay: AuditRelay;
  let reader: LogReader;
  let keys: SigningKeys;
  let checkpoints: Checkpoints;
  let live: LiveEvidence;
  const clock = new FakeClock();
  const settings: Settings = testSettings({ MONGODB_URL: undefined });

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await openTestDatabase();
    dataSource = await new DataSource({ ...dataSourceOptions(database.address), entities: [AuditEntryRow] }).initialize();
    transactions = new Transactions(dataSource);
    if (inMongo) connection = await mongoose.createConnection(mongoUrl).asPromise();
    store = connection ? new MongoAuditStore(connection, mongoUrl) : new PostgresAuditStore(transactions);
  });

  afterAll(async () => {
    await connection?.dropDatabase();
    await connection?.close();
    await dataSource.destroy();
    await database.close();
  });

  beforeEach(async () => {
    await dataSource.query('TRUNCATE audit_outbox, audit_entries, audit_erasures, audit_logs, audit_places, audit_nodes, audit_unplaced, audit_checkpoints, audit_signing_keys, audit_expiries, audit_personal_fields');
    await connection?.collection('audit_logs').deleteMany({});
    clock.reset();
    outbox = new AuditOutbox(transactions);
    erasures = new AuditErasures(transactions, clock);
    relay = newRelay();
    reader = new LogReader(transactions);
    keys = new SigningKeys(transactions, new SealedSecrets(new KeyRing(settings.values.SECRET_KEY, [])), clock);
    checkpoints = new Checkpoints(transactions, reader, keys, clock);
    live = new LiveEvidence(relay, reader, store, erasures, checkpoints, keys, clock, settings);
  });

  afterEach(() => relay.stop());

  const newRelay = (): AuditRelay =>
    new AuditRelay(outbox, erasures, store, { log: new EvidenceLog(transactions, settings.values.APP_URL), salts: new SaltErasure(transactions, store) }, transactions, { alone: !onRealPostgres() });
  const entryOf = (fields: Partial<AuditEntry> = {}): AuditEntry => ({
    id: newEntryId(clock.now()), action: 'sample.deed.done', resource: 'User', resourceId: null, actorId: BEN, targetUserId: null, tenantId: TENANT, status: 'success',
    ipAddress: '203.0.113.7', userAgent: 'A browser', requestId: 'q', metadata: { n: 1, deep: { b: [1.5, null, 'ä'], a: 1e21 } }, createdAt: clock.now(), ...fields,
  });
  const record = async (...entries: Partial<AuditEntry>[]): Promise<AuditEntry[]> => {
    const whole = entries.map(entryOf);
    await transactions.run(async () => {
      for (const each of whole) await outbox.append(each);
    });
    await relay.flush(30_000);
    return whole;
  };
  const recordMany = (count: number): Promise<AuditEntry[]> => record(...Array.from({ length: count }, (_, n) => ({ metadata: { n } })));
  const verified = async (options: Partial<VerifyOptions> = {}): Promise<VerifiedLog[]> => {
    const logs: VerifiedLog[] = [];
    for await (const log of live.verify({ notes: [], ...options })) logs.push(log);
    return logs;
  };
  const faults = async (options: Partial<VerifyOptions> = {}): Promise<readonly EvidenceFault[]> => (await verified(options))[0]!.faults;
  const first = async (options: Partial<VerifyOptions> = {}): Promise<unknown> => {
    const [fault] = await faults(options);
    return fault && { kind: fault.kind, index: fault.index };
  };
  const sql = (text: string, ...values: unknown[]): Promise<unknown> => dataSource.query(text, values);
  const documents = () => connection!.collection<AuditLogDocument>('audit_logs');
  const change = (id: string, fields: Partial<Record<'status' | 'actor_id' | 'ip_address' | 'user_agent' | 'action', string | null>>): Promise<unknown> =>
    inMongo ? documents().updateOne({ _id: id }, { $set: fields as object }) : Promise.all(Object.entries(fields).map(([name, value]) => sql(`UPDATE audit_entries SET ${name} = $2 WHERE id = $1`, id, value)));
  const remove = (id: string): Promise<unknown> => (inMongo ? documents().deleteOne({ _id: id }) : sql('DELETE FROM audit_entries WHERE id = $1', id));

  /** What somebody does who has the database and its code, and no key: everything that can be computed is right again. */
  async function recompute(): Promise<void> {
    for (const log of await reader.names()) {
      const head = (await reader.head(log))!;
      const places = await reader.places(log, 0, 100_000);
      const entries = new Map((await store.find(places.map(({ entryId }) => entryId))).map((each) => [each.id, each]));
      const frontier = Frontier.empty();
      const column = log === PLATFORM_LOG ? 'platform_leaf' : 'tenant_leaf';
      const { entryToJson } = await import('../../entry/audit-entry.js');
      for (const place of places) {
        const leaf = leafHash(leafData(canonicalEntry(entryToJson(entries.get(place.entryId)!), place.digests), frontier.size, head.origin));
        for (const node of frontier.append(leaf)) if (node.level === 8) await sql('UPDATE audit_nodes SET hash = $4 WHERE log = $1 AND level = $2 AND index = $3', log, node.level, node.index, node.hash);
        await sql(`UPDATE audit_places SET ${column} = $2 WHERE entry_id = $1`, place.entryId, leaf);
      }
      await sql('UPDATE audit_logs SET size = $2, peaks = $3 WHERE log = $1', log, frontier.size, frontier.bytes());
    }
  }

  it('is whole for what was recorded, in the log of the platform and of each tenant', async () => {
    await recordMany(5);
    await record({ tenantId: null }, { tenantId: null, ipAddress: null, userAgent: null, metadata: { email: 'ada@people.test' } });
    await checkpoints.makeDue();
    await recordMany(300);
    await checkpoints.makeDue();
    expect(await verified()).toEqual([
      { origin: ORIGIN, entries: 307, proven: 307, cosigned: new Map(), erasedEntries: 0, expiredEntries: 0, faults: [] },
      { origin: `auth.test/audit/tenants/${TENANT}`, entries: 305, proven: 305, cosigned: new Map(), erasedEntries: 0, expiredEntries: 0, faults: [] },
    ]);
  });

  it('does not hold against a log that its last entries are not signed yet, and does once they should be', async () => {
    await recordMany(3);
    await checkpoints.makeDue();
    await recordMany(1);
    expect((await verified())[0]).toMatchObject({ entries: 4, proven: 3, faults: [] });
    clock.advance({ minutes: 30 });
    expect(await first()).toEqual({ kind: 'unsigned', index: 3 });
  });

  it('finds a changed field, of any kind', async () => {
    const entries = await recordMany(6);
    await checkpoints.makeDue();
    for (const fields of [{ status: 'denied' }, { actor_id: ADA }, { action: 'sample.deed.undone' }, { ip_address: '198.51.100.1' }]) {
      const { id } = entries[3]!;
      await change(id, fields);
      expect(await faults()).toMatchObject([{ kind: 'altered', index: 3, entryId: id }]);
      await change(id, { status: 'success', actor_id: BEN, action: 'sample.deed.done', ip_address: '203.0.113.7' });
    }
    expect(await faults()).toEqual([]);
  });

  it('finds a removed entry, with its place or without', async () => {
    const entries = await recordMany(6);
    await checkpoints.makeDue();
    await remove(entries[2]!.id);
    expect(await faults()).toMatchObject([{ kind: 'missing', index: 2, entryId: entries[2]!.id }]);
    await sql('DELETE FROM audit_places WHERE platform_index = 2');
    expect(await first()).toEqual({ kind: 'missing', index: 2 });
  });

  it('finds two that were swapped, in the store or in the log', async () => {
    const entries = await recordMany(6);
    await checkpoints.makeDue();
    await sql('UPDATE audit_places SET platform_index = CASE platform_index WHEN 1 THEN -1 ELSE -4 END WHERE platform_index IN (1, 4)');
    await sql('UPDATE audit_places SET platform_index = CASE platform_index WHEN -1 THEN 4 ELSE 1 END WHERE platform_index < 0');
    expect(await faults()).toMatchObject([{ kind: 'reordered', index: 1, entryId: entries[4]!.id }, { kind: 'rewritten' }, { kind: 'reordered', index: 4 }].sort((a, b) => (a.index ?? 0) - (b.index ?? 0)));
  });

  it('finds a cut tail', async () => {
    const entries = await recordMany(6);
    await checkpoints.makeDue();
    for (const { id } of entries.slice(4)) await remove(id);
    expect(await first()).toEqual({ kind: 'missing', index: 4 });
    await sql('DELETE FROM audit_places WHERE platform_index >= 4');
    expect(await first()).toEqual({ kind: 'cut', index: 4 });
    await recompute();
    expect(await first()).toEqual({ kind: 'cut', index: 4 });
  });

  it('finds a log that was recomputed without the key, and does not sign it', async () => {
    const entries = await recordMany(300);
    await checkpoints.makeDue();
    const notes = (await checkpoints.all(PLATFORM_LOG)).map(({ note }) => note);
    await recordMany(2);
    await change(entries[7]!.id, { actor_id: ADA });
    await recompute();
    expect(await faults()).toMatchObject([{ kind: 'rewritten', index: 0, message: expect.stringContaining('0 to 299') as string }]);
    await expect(checkpoints.now(PLATFORM_LOG)).rejects.toThrow(ContradictionError);
    // Signed with a key of their own instead.
    await sql('DELETE FROM audit_checkpoints');
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const head = (await reader.head(PLATFORM_LOG))!;
    await sql('INSERT INTO audit_checkpoints (log, size, root, note, created_at) VALUES ($1, $2, $3, $4, now())', PLATFORM_LOG, head.size, head.root, signCheckpoint(head, privateKey));
    const key = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');
    await sql("INSERT INTO audit_signing_keys (id, public_key, sealed, created_at, retired_at) SELECT gen_random_uuid(), $1, sealed, now(), now() FROM audit_signing_keys", key);
    expect(await first()).toMatchObject({ kind: 'unknown_key' });
    expect(await faults({ notes })).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'rewritten' })]));
  });

  it('finds a fork that only one reader was shown', async () => {
    await recordMany(4);
    await checkpoints.makeDue();
    const shown = signCheckpoint({ origin: ORIGIN, size: 3, root: leafHash('another history') }, await keys.current());
    expect(await faults()).toEqual([]);
    expect(await faults({ notes: [shown] })).toMatchObject([{ kind: 'forked' }]);
  });

  it('finds a checkpoint that was replaced by an older one, when an anchor has the newer', async () => {
    await recordMany(3);
    await checkpoints.makeDue();
    const entries = await recordMany(3);
    await checkpoints.makeDue();
    const notes = (await checkpoints.all(PLATFORM_LOG)).map(({ note }) => note);
    await sql('DELETE FROM audit_checkpoints WHERE size > 3');
    expect(await faults({ notes })).toMatchObject([{ kind: 'withdrawn', index: 3 }]);
    // With the entries gone too, the database alone looks whole.
    for (const { id } of entries) await remove(id);
    await sql('DELETE FROM audit_places WHERE platform_index >= 3');
    await recompute();
    expect(await faults()).toEqual([]);
    expect(await faults({ notes })).toMatchObject([{ kind: 'cut', index: 3 }, { kind: 'withdrawn', index: 3 }]);
  });

  it('finds an entry that no log has', async () => {
    await recordMany(2);
    await checkpoints.makeDue();
    clock.advance({ seconds: 5 });
    const slipped = entryOf();
    await store.append([slipped]);
    expect(await faults()).toMatchObject([{ kind: 'added', entryId: slipped.id }]);
  });

  describe('GD-01 once a person is erased', () => {
    const email = 'ada@people.test';
    const erase = async (): Promise<void> => {
      await transactions.run(async () => {
        await erasures.add(ADA, email);
        await outbox.append(entryOf({ action: 'sample.person.erased', actorId: null, targetUserId: ADA, tenantId: null, ipAddress: null, userAgent: null, metadata: {} }));
      });
      relay.start();
      const waiting = async (): Promise<number> => (await dataSource.query<{ n: number }[]>('SELECT count(*)::int AS n FROM audit_erasures WHERE carried_out_at IS NULL'))[0]!.n;
      for (let i = 0; i < 1_000 && (await waiting()) > 0; i += 1) await new Promise((resolve) => setTimeout(resolve, 10));
      await relay.stop();
    };
    const history = (): Promise<AuditEntry[]> =>
      record(
        { actorId: ADA, metadata: { n: 0, email: 'other@people.test' } },
        { actorId: BEN, targetUserId: ADA, metadata: { n: 1, email } },
        { actorId: null, tenantId: null, metadata: { n: 2, email } },
        { actorId: BEN, metadata: { n: 3 } },
      );

    it('verifies as before, and the salts are gone with the values', async () => {
      await history();
      await checkpoints.makeDue();
      await erase();
      expect(JSON.stringify(await store.query({}, { limit: 10 }))).not.toContain(email);
      const salts = await dataSource.query<{ fields: string[] }[]>('SELECT ARRAY(SELECT jsonb_object_keys(salts) ORDER BY 1) AS fields FROM audit_places ORDER BY platform_index LIMIT 4');
      expect(salts.map(({ fields }) => fields)).toEqual([['metadata.email'], ['ip_address', 'user_agent'], [], ['ip_address', 'user_agent']]);
      await checkpoints.makeDue();
      expect(await verified()).toMatchObject([{ entries: 5, proven: 5, erasedEntries: 3, faults: [] }, { entries: 3, faults: [] }]);
    });

    it('is whole without the fields that another build has: one that was here before, or is on another node', async () => {
      await dataSource.query("INSERT INTO audit_personal_fields (name) VALUES ('note')");
      await record({ actorId: BEN, targetUserId: ADA, metadata: { n: 0, note: 'Ada was ill' } });
      await erase();
      await checkpoints.makeDue();
      expect(JSON.stringify(await store.query({}, { limit: 10 }))).not.toContain('ill');
      expect(await verified()).toMatchObject([{ entries: 2, erasedEntries: 1, faults: [] }, { entries: 1, faults: [] }]);
    });

    it('goes by what this build has put on record for others', async () => {
      await erasures.onModuleInit();
      await erasures.onModuleInit();
      expect(await dataSource.query('SELECT name FROM audit_personal_fields ORDER BY name')).toEqual(personalMetadata().map((name) => ({ name })));
    });

    it('finds that another’s traces were erased with theirs', async () => {
      const entries = await history();
      await checkpoints.makeDue();
      await erase();
      await change(entries[1]!.id, { ip_address: null });
      expect(await faults()).toMatchObject([{ kind: 'wrongly_erased', index: 1, entryId: entries[1]!.id }]);
      await change(entries[3]!.id, { user_agent: null });
      expect(await faults()).toMatchObject([{ index: 1 }, { kind: 'wrongly_erased', index: 3 }]);
    });

    it('finds the erasure of somebody whom nobody erased', async () => {
      const entries = await history();
      await checkpoints.makeDue();
      await sql('INSERT INTO audit_erasures (pseudonym, erased_at, carried_out_at, salts_gone_at) VALUES ($1, now(), now(), now())', BEN);
      await change(entries[3]!.id, { ip_address: null, user_agent: null });
      clock.advance({ minutes: 1 });
      expect((await faults())[0]).toMatchObject({ kind: 'wrongly_erased', message: expect.stringContaining(BEN) as string });
    });
  });

  describe('beside nodes of an older version, which know of no places', () => {
    const shipAsBefore = async (): Promise<void> => {
      const waiting = await outbox.oldest(1_000);
      await store.append(waiting.map(({ entry }) => entry));
      await outbox.remove(waiting.map(({ seq }) => seq));
    };

    it('takes in what they shipped, once', async () => {
      await recordMany(2);
      for (let n = 0; n < 3; n += 1) await outbox.append(entryOf({ metadata: { n } }));
      await shipAsBefore();
      relay.start();
      for (let i = 0; i < 1_000 && (await reader.head(PLATFORM_LOG))?.size !== 5; i += 1) await new Promise((resolve) => setTimeout(resolve, 10));
      await recordMany(2);
      await relay.stop();
      await checkpoints.makeDue();
      expect(await verified()).toMatchObject([{ entries: 7, proven: 7, faults: [] }, { entries: 7, faults: [] }]);
      expect(await dataSource.query('SELECT * FROM audit_unplaced')).toEqual([]);
    });
  });

  it('gives each entry one place, however often the process dies between the store and the log, with several relays', async () => {
    const relays = [newRelay(), newRelay()];
    for (let round = 0; round < 4; round += 1) {
      await transactions.run(async () => {
        for (let n = 0; n < 30; n += 1) await outbox.append(entryOf({ metadata: { n } }));
      });
      // The store has it, and nothing else happened.
      await store.append((await outbox.oldest(20)).map(({ entry }) => entry));
      await Promise.all(relays.map((each) => each.flush(30_000)));
    }
    await checkpoints.makeDue();
    expect(await verified()).toMatchObject([{ entries: 120, proven: 120, faults: [] }, { entries: 120, faults: [] }]);
    expect((await reader.head(tenantLog(TENANT)))?.size).toBe(120);
  });

  describe('keys', () => {
    it('change, and what the former ones signed still counts', async () => {
      await recordMany(2);
      await checkpoints.makeDue();
      await keys.rotate();
      await recordMany(2);
      await checkpoints.makeDue();
      expect(await faults()).toEqual([]);
      const published = await keys.published();
      expect(published.map(({ retiredAt }) => retiredAt === null)).toEqual([true, false]);
      expect(await faults({ publicKeys: [published[0]!.publicKey] })).toMatchObject([{ kind: 'unknown_key' }]);
      expect(JSON.stringify(await dataSource.query('SELECT * FROM audit_signing_keys'))).not.toMatch(/private/);
    });

    it('are made once by any number of nodes', async () => {
      const made = await Promise.all(Array.from({ length: 8 }, () => keys.current()));
      expect(new Set(made.map((key) => key.export({ format: 'der', type: 'pkcs8' }).toString('hex'))).size).toBe(1);
    });

    it('are sealed again when SECRET_KEY changes', async () => {
      await keys.current();
      const later = new KeyRing('another secret key of 32 bytes or more: 1Zx8Ty', [settings.values.SECRET_KEY]);
      await new SigningKeys(transactions, new SealedSecrets(later), clock).current();
      const without = new KeyRing('another secret key of 32 bytes or more: 1Zx8Ty', []);
      await expect(new SigningKeys(transactions, new SealedSecrets(without), clock).current()).resolves.toBeDefined();
    });
  });
}

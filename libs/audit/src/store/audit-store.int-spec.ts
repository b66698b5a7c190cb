import { randomUUID } from 'node:crypto';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import type { AuditStatus } from '@authengine/contracts';
import { dataSourceOptions, Transactions } from '@authengine/persistence';
import { openTestDatabase, PATIENCE_MS, testSettings } from '@authengine/testing';
import { Logger } from '@nestjs/common';
import mongoose from 'mongoose';
import { DataSource } from 'typeorm';
import type { AuditEntry } from '../entry/audit-entry.js';
import { newEntryId } from '../entry/entry-id.js';
import { withoutPerson } from '../erasure/without-person.js';
import { entryMetadata } from '../entry/entry-metadata.js';
import type { AuditStore } from './audit-store.js';
import { AuditLogDocument, AuditLogSchema } from './mongo/audit-log.schema.js';
import { MongoAuditStore } from './mongo/mongo-audit-store.js';
import { AuditEntryRow } from './postgres/audit-entry.entity.js';
import { PostgresAuditStore } from './postgres/postgres-audit-store.js';

beforeAll(() => {
  Logger.overrideLogger(false);
});

interface Opened {
  readonly store: AuditStore;
  empty(): Promise<unknown>;
  close(): Promise<unknown>;
}

/** What every store promises. */
function itIsAnAuditStore(open: () => Promise<Opened>): void {
  let opened: Opened;
  let store: AuditStore;

  beforeAll(async () => {
    opened = await open();
    store = opened.store;
  });
  afterAll(() => opened?.close());
  beforeEach(() => opened.empty());

  const t = (ms: number): Date => new Date(Date.UTC(2026, 1, 3) + ms);
  const ids = async (...args: Parameters<AuditStore['query']>): Promise<string[]> => (await store.query(...args)).map(({ id }) => id);

  it('gives back every field as it was handed over', async () => {
    const hostile = { email: 'a\r\n\u0000b', deep: { $where: 1, 'a.b': { c: { d: { e: 1 } } } }, n: 12345678901234567890n, at: new Date(5), list: [1, 1.5, true, null] };
    const metadata = entryMetadata({ name: 'x', description: '', resource: 'User', facts: {}, metadata: ['email', 'deep', 'n', 'at', 'list'] }, hostile);
    const full = entry(t(1), { resourceId: 'r', targetUserId: randomUUID(), tenantId: randomUUID(), ipAddress: '2001:db8::1', userAgent: '🎉', requestId: 'q', metadata });
    const bare = entry(t(0), { actorId: null });
    await store.append([full, bare]);
    expect(await store.query({}, { limit: 10 })).toEqual([full, bare]);
  });

  it('keeps an entry once, however often and in whatever company it is handed over', async () => {
    const [a, b, c] = [entry(t(1)), entry(t(2)), entry(t(3))];
    await store.append([a, b]);
    await store.append([a]);
    await store.append([c, b, a]);
    await Promise.all([store.append([a, b, c]), store.append([c, b, a])]);
    expect(await ids({}, { limit: 10 })).toEqual([c.id, b.id, a.id]);
    await store.append([]);
  });

  it('leaves an entry that it has as it is', async () => {
    const first = entry(t(1), { action: 'first' });
    await store.append([first]);
    await store.append([{ ...first, action: 'rewritten' }]);
    expect(await store.query({}, { limit: 10 })).toEqual([first]);
  });

  it('filters by each field, exactly, and by all that are given', async () => {
    const fields = { actorId: randomUUID(), targetUserId: randomUUID(), tenantId: randomUUID(), resource: 'Tenant', requestId: 'the-request' };
    const wanted = entry(t(10), { ...fields, action: 'wanted', status: 'denied' });
    await store.append([wanted, ...Array.from({ length: 5 }, (_, i) => entry(t(i)))]);
    for (const [field, value] of Object.entries(fields)) {
      expect(await ids({ [field]: value }, { limit: 10 })).toEqual([wanted.id]);
      expect(await ids({ [field]: `${value}x` }, { limit: 10 })).toEqual([]);
    }
    expect(await ids({ actions: ['wanted', 'other'] }, { limit: 10 })).toEqual([wanted.id]);
    expect(await ids({ statuses: ['denied', 'failure'] }, { limit: 10 })).toEqual([wanted.id]);
    expect(await ids({ statuses: [] }, { limit: 10 })).toEqual([]);
    expect(await ids({ ...fields, statuses: ['success'] }, { limit: 10 })).toEqual([]);
    expect(await ids({}, { limit: 10 })).toHaveLength(6);
  });

  it('takes times as inclusive bounds', async () => {
    const entries = [1, 2, 3, 4].map((ms) => entry(t(ms)));
    await store.append(entries);
    expect(await ids({ from: t(2), to: t(3) }, { limit: 10 })).toEqual([entries[2]?.id, entries[1]?.id]);
    expect(await ids({ from: t(5) }, { limit: 10 })).toEqual([]);
    expect(await ids({ from: new Date(Date.UTC(1, 0)), to: new Date(Date.UTC(9999, 11, 31)) }, { limit: 10 })).toHaveLength(4);
  });

  it('pages through entries of equal times without losing or repeating one', async () => {
    const entries = [...Array.from({ length: 25 }, () => entry(t(7))), ...Array.from({ length: 5 }, (_, i) => entry(t(i)))];
    await store.append([...entries].reverse());
    const seen: AuditEntry[] = [];
    for (let after: AuditEntry | undefined; ; after = seen.at(-1)) {
      const page = await store.query({ statuses: ['success'] }, { limit: 4, after });
      if (page.length === 0) break;
      seen.push(...page);
      // What comes in the meantime is newer and moves nothing.
      await store.append([entry(t(1000 + seen.length))]);
    }
    expect(seen.map(({ id }) => id)).toEqual(entries.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1)).map(({ id }) => id));
  });

  it('GD-01 erases a person, as often as it is asked to, and nobody else', async () => {
    const [ada, ben, address, at] = [randomUUID(), randomUUID(), 'ada@xn--bcher-kva.example', t(100)];
    const [ipAddress, userAgent] = ['2001:db8::1', 'A browser'];
    const origin = { ipAddress, userAgent };
    const people = [ada, ben, null];
    const metadatas = [{}, { n: 1 }, { email: address, device_name: 'Mine', n: 1 }, { email: 'ben@people.test', device_name: 'His' }, { new_email: address, deep: { email: address } }, { n: address }, { email: 'ada@bücher.example' }];
    const entries = [t(1), at, t(101)].flatMap((time) =>
      people.flatMap((actorId) => people.flatMap((targetUserId) => metadatas.map((metadata) => entry(time, { actorId, targetUserId, metadata, ...origin })))),
    );
    await store.append(entries);
    const all = async (): Promise<AuditEntry[]> => (await store.query({}, { limit: 1000 })).sort((a, b) => (a.id < b.id ? -1 : 1));
    const byId = (list: AuditEntry[]): AuditEntry[] => [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
    const personal = ['device_name', 'email', 'new_email'];
    const unproven = { pseudonym: ada, address: null, erasedAt: at };
    await store.erase(unproven, personal);
    expect(await all()).toEqual(byId(entries.map((each) => withoutPerson(each, unproven, personal))));
    const proven = { ...unproven, address };
    await Promise.all([store.erase(proven, personal), store.erase(proven, personal)]);
    await store.erase(proven, personal);
    expect(await all()).toEqual(byId(entries.map((each) => withoutPerson(each, proven, personal))));
    await store.erase({ pseudonym: randomUUID(), address: 'nobody@people.test', erasedAt: at }, []);
    expect(await all()).toHaveLength(entries.length);
  });

  it('is ready', async () => {
    await expect(store.ready()).resolves.toBeUndefined();
  });
}

function entry(createdAt: Date, fields: Partial<AuditEntry> = {}): AuditEntry {
  const nobody = { resourceId: null, targetUserId: null, tenantId: null, ipAddress: null, userAgent: null, requestId: null };
  const status: AuditStatus = 'success';
  return { id: newEntryId(createdAt), action: 'sample.done', resource: 'User', actorId: randomUUID(), status, metadata: {}, createdAt, ...nobody, ...fields };
}

describe('PostgresAuditStore', () => {
  itIsAnAuditStore(async () => {
    const database = await openTestDatabase();
    const dataSource = await new DataSource({ ...dataSourceOptions(database.address), entities: [AuditEntryRow] }).initialize();
    return {
      store: new PostgresAuditStore(new Transactions(dataSource)),
      empty: () => dataSource.query('TRUNCATE audit_entries'),
      close: () => dataSource.destroy().then(() => database.close()),
    };
  });
});

const { MONGODB_URL } = testSettings().values;
const options = { bufferCommands: false, serverSelectionTimeoutMS: PATIENCE_MS };

(MONGODB_URL === undefined ? describe.skip : describe)('MongoAuditStore (skipped where TEST_MONGODB_URL names no server)', () => {
  const url = MONGODB_URL ?? '';
  const dbName = `authengine_test_${randomUUID().slice(0, 8)}`;

  itIsAnAuditStore(async () => {
    const connection = mongoose.createConnection(url, { ...options, dbName });
    const model = connection.model(AuditLogDocument.name, AuditLogSchema);
    return {
      store: new MongoAuditStore(connection, url),
      empty: async () => {
        await connection.asPromise();
        await model.deleteMany({});
      },
      close: () => connection.dropDatabase().then(() => connection.close()),
    };
  });

  it('keeps the times as dates and the ids as texts, and makes the indexes of its queries', async () => {
    const connection = await mongoose.createConnection(url, { ...options, dbName }).asPromise();
    try {
      const store = new MongoAuditStore(connection, url);
      const kept = entry(new Date(5));
      await store.append([kept]);
      const documents = connection.collection<AuditLogDocument>('audit_logs');
      expect(await documents.findOne({ _id: kept.id })).toMatchObject({ _id: kept.id, created_at: new Date(5), tenant_id: null });
      for (let i = 0; i < 50 && (await documents.indexes()).length < 7; i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
      expect((await documents.indexes()).map((index) => Object.keys(index.key).join())).toEqual(
        expect.arrayContaining(['created_at,_id', 'tenant_id,created_at,_id', 'actor_id,created_at,_id', 'target_user_id,created_at,_id', 'action,created_at,_id', 'request_id']),
      );
    } finally {
      await connection.close();
    }
  });

  it("shows the predecessor's entries too, whose documents know fewer fields", async () => {
    const connection = await mongoose.createConnection(url, { ...options, dbName }).asPromise();
    try {
      const store = new MongoAuditStore(connection, url);
      const old = { _id: randomUUID(), action: 'LOGIN_FAILED', resource: 'Auth', status: 'failure' as const, created_at: new Date(7) };
      await connection.collection<typeof old>('audit_logs').insertOne(old);
      expect(await store.query({ actions: ['LOGIN_FAILED'] }, { limit: 5 })).toEqual([
        expect.objectContaining({ id: old._id, action: 'LOGIN_FAILED', requestId: null, tenantId: null, metadata: {}, createdAt: new Date(7) }),
      ]);
    } finally {
      await connection.close();
    }
  });
});

describe('MongoAuditStore without MongoDB', () => {
  it('starts, says so within seconds, and answers queries with 503', async () => {
    const connection = mongoose.createConnection('mongodb://127.0.0.1:9/none', { ...options, serverSelectionTimeoutMS: 500 });
    const store = new MongoAuditStore(connection, 'mongodb://127.0.0.1:9/none');
    const begun = performance.now();
    await expect(store.append([entry(new Date())])).rejects.toThrow();
    await expect(store.query({}, { limit: 1 })).rejects.toMatchObject({ status: 503, retryAfterSeconds: expect.any(Number) as number });
    expect(performance.now() - begun).toBeLessThan(20_000);
    await connection.close();
  });

  (MONGODB_URL === undefined ? it.skip : it)('finds it once it is there, without a restart (skipped where TEST_MONGODB_URL names no server)', async () => {
    // A port that nobody answers at first and that leads to the server later.
    const target = new URL(MONGODB_URL ?? '');
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const url = `mongodb://127.0.0.1:${port}/authengine_test_late?directConnection=true`;
    const connection = mongoose.createConnection(url, { ...options, serverSelectionTimeoutMS: 2_000 });
    const store = new MongoAuditStore(connection, url);
    await expect(store.ready()).rejects.toThrow();
    const forwarder = await forward(port, Number(target.port), target.hostname);
    try {
      await expect(store.append([entry(new Date())])).resolves.toBeUndefined();
      expect(await store.query({}, { limit: 10 })).toHaveLength(1);
      await connection.dropDatabase();
    } finally {
      await connection.close();
      forwarder.close();
    }
  });
});

async function forward(port: number, targetPort: number, targetHost: string): Promise<Server> {
  const server = createServer((socket) => {
    const upstream = connect(targetPort, targetHost);
    socket.pipe(upstream).pipe(socket);
    for (const end of [socket, upstream]) end.on('error', () => [socket, upstream].forEach((each) => each.destroy()));
  }).listen(port, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return server;
}

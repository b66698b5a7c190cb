import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataSourceOptions, Transactions } from '@authengine/persistence';
import { FakeClock, openTestDatabase, testSettings, type TestDatabase } from '@authengine/testing';
import { DataSource } from 'typeorm';
import { splitNotes } from '../notes/checkpoint.js';
import { KeeperLeases } from '../outside/keeper-leases.js';
import { OutsideHttp } from '../outside/outside-http.js';
import { Anchors } from './anchors.js';

const TOKEN = 'a-token-of-sixteen';
const note = (size: number): string => `auth.test/audit/platform\n${size}\nAAAA\n\n\u2014 auth.test/audit/platform BBBB\n`;

describe('AU-01 anchors of checkpoints', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  const clock = new FakeClock();
  let http: OutsideHttp;
  let newNode: () => Anchors;
  let anchors: Anchors;
  let endpoint: Server;
  const received: { readonly body: string; readonly headers: IncomingHttpHeaders; readonly url: string | undefined }[] = [];
  /** What the endpoint answers next, in place of 204. */
  let answers: { readonly status: number; readonly location?: string }[] = [];
  /** What the endpoint waits for before it answers. */
  let ready: Promise<void> = Promise.resolve();
  const file = join(mkdtempSync(join(tmpdir(), 'authengine-test-')), 'anchors');

  beforeAll(async () => {
    database = await openTestDatabase();
    dataSource = await new DataSource(dataSourceOptions(database.address)).initialize();
    endpoint = createServer((asked, response) => {
      let body = '';
      asked.on('data', (chunk: Buffer) => (body += chunk.toString()));
      asked.on('end', () => {
        received.push({ body, headers: asked.headers, url: asked.url });
        const { status, location } = answers.shift() ?? { status: 204 };
        void ready.then(() => response.writeHead(status, location === undefined ? {} : { location }).end());
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => endpoint.once('listening', resolve));
    const { port } = endpoint.address() as AddressInfo;
    const settings = testSettings({ AUDIT_ANCHOR_FILE: file, AUDIT_ANCHOR_URL: `http://127.0.0.1:${port}/keep`, AUDIT_ANCHOR_TOKEN: TOKEN });
    http = new OutsideHttp(settings);
    const transactions = new Transactions(dataSource);
    newNode = () => new Anchors(transactions, new KeeperLeases(transactions, clock), http, clock, settings);
    anchors = newNode();
  });
  afterAll(async () => {
    await http.onModuleDestroy();
    await new Promise((resolve) => endpoint.close(resolve));
    await dataSource.destroy();
    await database.close();
  });

  const make = (...sizes: number[]): Promise<unknown> =>
    Promise.all(sizes.map((size) => dataSource.query("INSERT INTO audit_checkpoints (log, size, root, note, created_at) VALUES ('platform', $1, '', $2, now())", [size, note(size)])));
  const inFile = (): string[] => splitNotes(readFileSync(file, 'utf8'));

  it('get every checkpoint once, in order, as notes', async () => {
    await make(1);
    await make(2);
    await anchors.bring();
    await make(3);
    await anchors.bring();
    await anchors.bring();
    expect(inFile()).toEqual([1, 2, 3].map(note));
    expect(received.map(({ body }) => splitNotes(body))).toEqual([[note(1), note(2)], [note(3)]]);
    expect(received[0]).toMatchObject({ url: '/keep', headers: { 'content-type': 'text/plain; charset=utf-8', authorization: `Bearer ${TOKEN}` } });
  });

  it('get it later when they were away, and the other one has it meanwhile', async () => {
    received.length = 0;
    await make(4);
    answers = [{ status: 503 }, { status: 302, location: '/elsewhere' }];
    await expect(anchors.bring()).rejects.toThrow('503');
    await expect(anchors.bring()).rejects.toThrow();
    expect(inFile()).toEqual([1, 2, 3, 4].map(note));
    expect(received.map(({ url }) => url)).toEqual(['/keep', '/keep']);
    await anchors.bring();
    expect(received.at(-1)?.body).toBe(note(4));
    expect(inFile()).toHaveLength(4);
  });

  it('get each checkpoint once from several nodes, and all of them', async () => {
    const before = inFile().length;
    received.length = 0;
    let release = (): void => undefined;
    ready = new Promise((resolve) => (release = resolve));
    await make(5, 6, 7);
    const nodes = [newNode(), newNode(), newNode()].map((node) => node.bring());
    // All nodes but one have found that somebody brings them.
    while (received.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await make(8);
    release();
    await Promise.all(nodes);
    await anchors.bring();
    expect(inFile().slice(before).sort()).toEqual([5, 6, 7, 8].map(note));
    expect(received.flatMap(({ body }) => splitNotes(body)).sort()).toEqual([5, 6, 7, 8].map(note));
    expect(await anchors.lag()).toEqual([{ anchor: 'file', waiting: 0 }, { anchor: 'endpoint', waiting: 0 }]);
  });

  it('get them from another node once the lease of a killed one has run out', async () => {
    received.length = 0;
    await make(9);
    expect(await anchors.lag()).toEqual([{ anchor: 'file', waiting: 1 }, { anchor: 'endpoint', waiting: 1 }]);
    await dataSource.query("UPDATE audit_keepers SET leased_until = $1 WHERE name = 'anchor:endpoint'", [new Date(clock.now().getTime() + 60_000)]);
    await anchors.bring();
    expect(received).toEqual([]);
    clock.advance({ seconds: 61 });
    await anchors.bring();
    expect(received.map(({ body }) => body)).toEqual([note(9)]);
  });
});

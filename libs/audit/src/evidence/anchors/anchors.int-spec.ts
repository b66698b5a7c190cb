import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataSourceOptions, Transactions } from '@authengine/persistence';
import { openTestDatabase, testSettings, type TestDatabase } from '@authengine/testing';
import { DataSource } from 'typeorm';
import { splitNotes } from '../notes/checkpoint.js';
import { Anchors } from './anchors.js';

const TOKEN = 'a-token-of-sixteen';
const note = (size: number): string => `auth.test/audit/platform\n${size}\nAAAA\n\n\u2014 auth.test/audit/platform BBBB\n`;

describe('AU-01 anchors of checkpoints', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let anchors: Anchors;
  let endpoint: Server;
  const received: { readonly body: string; readonly headers: IncomingHttpHeaders; readonly url: string | undefined }[] = [];
  /** What the endpoint answers next, in place of 204. */
  let answers: { readonly status: number; readonly location?: string }[] = [];
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
        response.writeHead(status, location === undefined ? {} : { location }).end();
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => endpoint.once('listening', resolve));
    const { port } = endpoint.address() as AddressInfo;
    const settings = testSettings({ AUDIT_ANCHOR_FILE: file, AUDIT_ANCHOR_URL: `http://127.0.0.1:${port}/keep`, AUDIT_ANCHOR_TOKEN: TOKEN });
    anchors = new Anchors(new Transactions(dataSource), settings);
  });
  afterAll(async () => {
    await anchors.onModuleDestroy();
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
});

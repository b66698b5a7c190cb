import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TenantId, UserId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import { actorOf, type Actor } from '../../apps/api/test/kit/actor.js';
import { PASSWORD, signUp } from '../../apps/api/test/kit/person.js';
import { createTestApp, type TestApp } from '../../apps/api/test/test-app.js';

interface Entry {
  readonly id: string;
  readonly action: string;
  readonly metadata: { readonly after?: { readonly name?: string } };
}

/** What becomes of the next batch: it is refused, or kept and never answered. */
type Fault = 'refuse' | 'keep silent';

interface Sink {
  readonly server: Server;
  readonly variables: (port: number) => Record<string, string>;
  readonly got: Entry[];
  readonly faults: Fault[];
}

const LINE = /^<(\d{2})>1 (\d{4}-\d\d-\d\dT[\d:.]+Z) \S+ authengine - audit (\[audit@32473 (?:\w+="(?:[^"\\\]]|\\["\\\]])*" ?)+\]) (\{.*\})$/s;

function overHttp(variables: Sink['variables'], path: string, authorization: string, take: (body: string, response: ServerResponse, got: Entry[]) => void): Sink {
  const [got, faults]: [Entry[], Fault[]] = [[], []];
  const server = createHttp((request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url !== path || request.headers.authorization !== authorization) return void response.writeHead(403).end();
      const fault = faults.shift();
      if (fault === 'refuse') return void response.writeHead(503).end();
      if (fault === undefined) return take(Buffer.concat(chunks).toString(), response, got);
      take(Buffer.concat(chunks).toString(), { writeHead: () => ({ end: () => undefined }) } as never, got);
    });
  });
  return { server, variables, got, faults };
}

const SINKS: Record<string, () => Sink> = {
  splunk: () =>
    overHttp((port) => ({ SPLUNK_URL: `http://127.0.0.1:${port}`, SPLUNK_TOKEN: 'hec' }), '/services/collector/event', 'Splunk hec', (body, response, got) => {
      got.push(...body.split('\n').map((line) => (JSON.parse(line) as { time: number; sourcetype: string; event: Entry }).event));
      response.writeHead(200).end('{"text":"Success","code":0}');
    }),
  elastic: () => {
    const documents = new Set<string>();
    return overHttp((port) => ({ ELASTIC_URL: `http://127.0.0.1:${port}`, ELASTIC_API_KEY: 'key' }), '/authengine-audit/_bulk', 'ApiKey key', (body, response, got) => {
      const lines = body.trimEnd().split('\n').map((line) => JSON.parse(line) as { create?: { _id: string } } & Entry);
      const items = lines.flatMap(({ create }, index) => {
        if (!create) return [];
        const isNew = !documents.has(create._id);
        if (isNew) got.push(lines[index + 1]!);
        documents.add(create._id);
        return [{ create: { _id: create._id, status: isNew ? 201 : 409 } }];
      });
      response.writeHead(200).end(JSON.stringify({ errors: items.some(({ create }) => create.status === 409), items }));
    });
  },
  syslog: () => {
    const [got, faults]: [Entry[], Fault[]] = [[], []];
    const server = createTcp({ allowHalfOpen: true }, (socket: Socket) => {
      const fault = faults.shift();
      if (fault === 'refuse') return void socket.destroy();
      const chunks: Buffer[] = [];
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('error', () => undefined);
      socket.on('end', () => {
        for (let rest = Buffer.concat(chunks); rest.length > 0; ) {
          const space = rest.indexOf(' ');
          const length = Number(rest.subarray(0, space).toString());
          const [, , , , text] = LINE.exec(rest.subarray(space + 1, space + 1 + length).toString()) ?? [];
          if (text === undefined) throw new Error(`no RFC 5424: ${rest.subarray(0, 300).toString()}`);
          got.push(JSON.parse(text) as Entry);
          rest = rest.subarray(space + 1 + length);
        }
        if (fault === undefined) socket.end();
      });
    });
    return { server, variables: (port) => ({ SYSLOG_URL: `tcp://127.0.0.1:${port}` }), got, faults };
  },
};

describe('the recipes for SIEMs', () => {
  let test: TestApp;
  let owner: Actor;
  let tenant: TenantId;
  let email: string;
  let names = 0;

  beforeAll(async () => {
    test = await createTestApp({ env: { MAX_CONCURRENT_SESSIONS: '100' } });
    const people = new People(test.dataSource);
    const ownerId = await people.user();
    tenant = await people.tenant(ownerId);
    owner = await actorOf(test, ownerId);
    email = await signUp(test);
    const [reader] = await test.dataSource.query<{ id: UserId }[]>('SELECT id FROM users WHERE email = $1', [email]);
    await people.role('SIEM', { scope: 'PLATFORM', level: 20, permissions: ['platform.audit.view'] });
    await people.member(await people.platform(), reader!.id, 'SIEM');
  });
  afterAll(() => test.close());

  it.each(Object.keys(SINKS))('%s gets every entry at least once and in order, whatever breaks', async (recipe) => {
    const sink = SINKS[recipe]!();
    const sockets = new Set<Socket>();
    sink.server.on('connection', (socket: Socket) => sockets.add(socket));
    await new Promise<void>((resolve) => sink.server.listen(0, '127.0.0.1', resolve));
    const { port } = sink.server.address() as AddressInfo;
    const cursor = join(mkdtempSync(join(tmpdir(), 'authengine-siem-')), 'cursor');
    const started: ChildProcess[] = [];
    let said = '';
    const start = (): ChildProcess => {
      const child = spawn(process.execPath, [`examples/siem/${recipe}.mjs`], {
        env: { AUTHENGINE_URL: test.url, AUTHENGINE_EMAIL: email, AUTHENGINE_PASSWORD: PASSWORD, CURSOR_FILE: cursor, POLL_SECONDS: '0.1', ...sink.variables(port) },
        stdio: ['ignore', 'inherit', 'pipe'],
      });
      child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
      started.push(child);
      return child;
    };
    const expected: string[] = [];
    const renames = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i += 1) {
        names += 1;
        expected.push(`Name "${names}" ]\\ä`);
        await owner.ask('PATCH', `/tenants/${tenant}`, { name: expected.at(-1) });
      }
    };
    const told = (): string[] => sink.got.filter(({ action }) => action === 'tenant.updated').map(({ metadata }) => metadata.after?.name ?? '').filter((name) => expected.includes(name));
    const until = async (done: () => boolean): Promise<void> => {
      for (const end = Date.now() + 60_000; !done(); ) {
        if (Date.now() > end) throw new Error(`it did not come; the recipe said: ${said}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    try {
      await renames(3);
      sink.faults.push('refuse', 'refuse');
      start();
      await until(() => told().length >= 3);
      // The receiver has the next batch and does not say so: the process dies in between.
      sink.faults.push('keep silent');
      await renames(2);
      await until(() => sink.faults.length === 0 && told().includes(expected[3]!));
      started[0]!.kill('SIGKILL');
      await renames(3);
      const before = sink.got.length;
      start();
      await until(() => new Set(told()).size === expected.length && sink.got.length > before);
      expect([...new Set(told())]).toEqual(expected);
      if (recipe === 'elastic') expect(told()).toEqual(expected);
      else expect(told().length).toBeGreaterThan(expected.length);
    } finally {
      for (const child of started) child.kill('SIGKILL');
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => sink.server.close(resolve));
    }
  });
});

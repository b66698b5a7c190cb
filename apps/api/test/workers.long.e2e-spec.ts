import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { onRealPostgres, openTestDatabase, testRedisUrl, type TestDatabase } from '@authengine/testing';
import { startBuiltServer, type BuiltServer } from './kit/built-server.js';
import { bearer, call, type Tokens } from './kit/person.js';
import { startToItsEnd } from './kit/refused-start.js';

const WORKERS = 3;
/** Connections are dealt out in turn, so that each worker gets some of so many. */
const MANY = 4 * WORKERS;

describe('several workers on the embedded PostgreSQL', () => {
  it('are refused in one line', async () => {
    expect(await startToItsEnd({ env: { WEB_CONCURRENCY: '2' } })).toEqual({
      code: 1,
      lines: ['The configuration has a fault:', '  - WEB_CONCURRENCY above 1 needs POSTGRES_URL: the embedded PostgreSQL serves one process'],
    });
  });
});

(onRealPostgres() ? describe : describe.skip)('several workers on one port (needs TEST_POSTGRES_URL)', () => {
  let database: TestDatabase;
  let env: Record<string, string>;
  let server: BuiltServer;

  beforeAll(async () => {
    database = await openTestDatabase();
    const redis = testRedisUrl();
    env = {
      APP_URL: 'http://auth.test',
      WEB_CONCURRENCY: String(WORKERS),
      // Where introspections are in the log.
      LOG_LEVEL: 'debug',
      MAX_CONCURRENT_SESSIONS: '1000',
      ...(database.address.kind === 'server' ? { POSTGRES_URL: database.address.url } : {}),
      ...(redis === undefined ? {} : { REDIS_URL: redis }),
    };
    server = await startBuiltServer({ env });
    await until(() => listening().size === WORKERS);
  });
  afterAll(async () => {
    await server.stop('SIGKILL');
    await database.close();
  });

  /** The process of each worker that listens, by its number, as the log tells. */
  function listening(): Map<number, number> {
    const pids = new Map<number, number>();
    for (const line of server.output().split('\n').filter((text) => text.includes('a worker listens'))) {
      const { number, pid } = JSON.parse(line) as { number: number; pid: number };
      pids.set(number, pid);
    }
    return pids;
  }

  async function statusOrFault(path: string): Promise<number | string | undefined> {
    return alone(server, 'GET', path).then(({ status }) => status, (error: NodeJS.ErrnoException) => error.code);
  }

  async function metrics(): Promise<string> {
    return (await fetch(`${server.url}/metrics`)).text();
  }

  async function logInAdmin(): Promise<string> {
    const password = readFileSync(join(server.dataDir, 'superadmin-password'), 'utf8').trim();
    const answer = await call<Tokens>(server, 'POST', '/auth/login', { email: 'admin@authengine.test', password });
    expect(answer.status).toBe(200);
    return answer.body.access_token;
  }

  async function newKey(): Promise<string> {
    const answer = await call<{ raw_key: string }>(server, 'POST', '/platform/service-keys', { service_name: 'orders' }, bearer(await logInAdmin()));
    return answer.body.raw_key;
  }

  it('make the first rows once', async () => {
    const answer = await call<unknown[]>(server, 'GET', '/platform/audit?action=platform.bootstrapped', undefined, bearer(await logInAdmin()));
    expect([answer.status, answer.body.length]).toEqual([200, 1]);
    expect(server.output().match(/first super admin/g)).toHaveLength(1);
    expect(server.output().match(/listens on/g)).toHaveLength(1);
  });

  it('answer nothing from the state before a logout, whoever was logged out at', async () => {
    const key = await newKey();
    for (let round = 0; round < 10; round += 1) {
      const token = await logInAdmin();
      const before = await Promise.all(Array.from({ length: MANY }, () => introspectAlone(server, key, token)));
      expect(before.every((text) => text.startsWith('{"active":true'))).toBe(true);
      expect((await call(server, 'POST', '/auth/logout', undefined, bearer(token))).status).toBe(204);
      const told = await Promise.all(Array.from({ length: MANY }, () => introspectAlone(server, key, token)));
      expect(new Set(told)).toEqual(new Set(['{"active":false}']));
    }
    const answeredBy = new Set(server.output().split('\n').filter((line) => line.includes('/auth/introspect')).map((line) => /"worker":(\d+)/.exec(line)?.[1]));
    expect([...answeredBy].sort()).toEqual(['1', '2', '3']);
  });

  it('are one in the metrics, and each has its own where it tells how it does', async () => {
    const count = async (): Promise<number> => Number(/http_request_duration_seconds_count\{method="GET",route="\/health\/live",status="200"\} (\d+)/.exec(await metrics())?.[1] ?? 0);
    const before = await count();
    await Promise.all(Array.from({ length: MANY }, () => alone(server, 'GET', '/health/live')));
    expect(await count()).toBe(before + MANY);
    const text = await metrics();
    for (const worker of [1, 2, 3, 'primary']) for (const name of ['process_cpu_seconds_total', 'process_resident_memory_bytes', 'nodejs_eventloop_lag_seconds']) expect(text).toContain(`${name}{worker="${worker}"}`);
  });

  it('go on without one that is killed, which is started again, and no counter falls', async () => {
    const counted = async (): Promise<number> => [...(await metrics()).matchAll(/^http_request_duration_seconds_count\{.*\} (\d+)$/gm)].reduce((sum, [, n]) => sum + Number(n), 0);
    const before = await counted();
    const pid = listening().get(2) ?? 0;
    process.kill(pid, 'SIGKILL');
    await until(() => listening().get(2) !== pid, () => statusOrFault('/health/live'));
    expect(server.output()).toMatch(/"number":2,"pid":\d+,"code":null,"signal":"SIGKILL","delayMs":500,"msg":"a worker ended/);
    expect(await counted()).toBeGreaterThanOrEqual(before);
    expect((await alone(server, 'GET', '/health/ready')).status).toBe(200);
  });

  it('close a connection that a killed one had not taken yet', async () => {
    const [first, second, third] = [1, 2, 3].map((number) => listening().get(number) ?? 0) as [number, number, number];
    // It is offered a connection, and takes none.
    process.kill(second, 'SIGSTOP');
    const asked = Array.from({ length: MANY }, () => statusOrFault('/health/live'));
    let answered = 0;
    for (const asking of asked) void asking.then(() => (answered += 1));
    await until(() => answered === MANY - 1);
    process.kill(second, 'SIGKILL');
    expect((await Promise.all(asked)).sort()).toEqual([...Array<number>(MANY - 1).fill(200), 'ECONNRESET']);
    // Also while the only other one is about to start.
    for (const pid of [first, third]) process.kill(pid, 'SIGSTOP');
    const alsoAsked = Array.from({ length: MANY }, () => statusOrFault('/health/live'));
    await after(300);
    for (const pid of [first, third]) process.kill(pid, 'SIGKILL');
    expect(new Set(await Promise.all(alsoAsked))).toEqual(new Set(['ECONNRESET']));
    await until(() => [...listening().values()].every((pid) => ![first, second, third].includes(pid)));
  });

  it('are told by one line that the port is taken', async () => {
    const url = new URL(server.url);
    const ended = await startToItsEnd({ env: { ...env, PORT: url.port, LOG_LEVEL: 'fatal' } });
    expect(ended).toEqual({ code: 1, lines: [expect.stringMatching(`^port ${url.port} is in use on 127.0.0.1; `)] });
  });

  it('end when the primary is killed', async () => {
    const other = await startBuiltServer({ env, dataDir: server.dataDir });
    await until(() => other.output().split('a worker listens').length > WORKERS);
    const pids = [...other.output().matchAll(/"pid":(\d+),"msg":"a worker listens/g)].map(([, pid]) => Number(pid));
    await other.stop('SIGKILL');
    await until(() => pids.every((pid) => !isThere(pid)));
  });

  it('IF-09: all stop in order at SIGTERM: unready but answering, then what they began is answered', async () => {
    const pids = [...listening().values()];
    const key = await newKey();
    const begun = Array.from({ length: MANY }, () => beginIntrospection(server, key));
    // Once these are answered, so is the primary done with the connections before them.
    await Promise.all(Array.from({ length: MANY }, () => alone(server, 'GET', '/health/live')));
    const stopped = server.stop('SIGTERM');
    let ready: unknown[] = [200];
    await until(() => ready.every((status) => status === 503), async () => (ready = await Promise.all(Array.from({ length: MANY }, () => statusOrFault('/health/ready')))), 10);
    await after(1_000);
    expect(await Promise.all(begun.map((finish) => finish()))).toEqual(begun.map(() => '{"active":false}'));
    expect(await stopped).toBe(0);
    expect(pids.filter(isThere)).toEqual([]);
  });
});

/** A request on a connection of its own. */
function alone({ url }: BuiltServer, method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const asking = request(`${url}${path}`, { agent: false, method, headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('error', reject).on('end', () => {
        resolve({ status: answer.statusCode ?? 0, text });
      });
    });
    asking.on('error', reject).end(body);
  });
}

async function introspectAlone(server: BuiltServer, key: string, token: string): Promise<string> {
  return (await alone(server, 'POST', '/api/v1/auth/introspect', { 'X-API-Key': key, 'Content-Type': 'application/json' }, JSON.stringify({ token }))).text;
}

/** Sends all of a question but its body's last byte, which follows when the function that it gives is called. */
function beginIntrospection({ url }: BuiltServer, key: string): () => Promise<string> {
  const body = JSON.stringify({ token: 'x' });
  const asking = request(`${url}/api/v1/auth/introspect`, { agent: false, method: 'POST', headers: { 'X-API-Key': key, 'Content-Type': 'application/json', 'Content-Length': String(body.length) } });
  const answered = new Promise<string>((resolve, reject) => {
    asking.on('error', reject).on('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => {
        resolve(text);
      });
    });
  });
  answered.catch(() => undefined);
  asking.write(body.slice(0, -1));
  return () => {
    asking.end(body.slice(-1));
    return answered;
  };
}

async function until(done: () => boolean, meanwhile: () => Promise<unknown> = () => Promise.resolve(), pauseMs = 50): Promise<void> {
  for (const deadline = Date.now() + 120_000; !done(); await after(pauseMs)) {
    if (Date.now() > deadline) throw new Error('it did not come to that in 120 s');
    await meanwhile();
  }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { describeEnvironment } from '@authengine/config';
import { createTestApp, type TestApp } from './test-app.js';

const LIMIT = 20;

describe('a process with more than it can answer', () => {
  let test: TestApp;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    test = await createTestApp({ env: { CONNECTIONS_AT_ONCE: String(LIMIT), EVENT_LOOP_DELAY_MS: '300' } });
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await until(async () => /^http_connections [0-3]$/m.test(await metrics()));
  });
  afterAll(() => test.close());

  async function open(): Promise<Socket> {
    const socket = connect(test.port, '127.0.0.1');
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  }

  async function ask(socket: Socket, path: string): Promise<string> {
    const answered = once(socket, 'data');
    socket.write(`GET ${path} HTTP/1.1\r\nHost: auth.test\r\n\r\n`);
    return String((await answered)[0]);
  }

  async function metrics(): Promise<string> {
    return (await fetch(`${test.url}/metrics`, { headers: { Connection: 'close' } })).text();
  }

  it('OV-02: answers 503 at once on connections beyond its limit, and goes on with the others', async () => {
    for (let i = 0; i < LIMIT; i += 1) await open();
    const [first] = sockets as [Socket];
    const beyond = await open();
    const refused = await ask(beyond, '/api/v1/auth/oauth/providers');
    expect(refused).toMatch(/^HTTP\/1\.1 503 /);
    expect(refused).toMatch(/\r\nRetry-After: 1\r\n/i);
    expect(refused).toMatch(/\r\nConnection: close\r\n/i);
    expect(refused).toContain('"code":"server.busy"');
    expect(await ask(first, '/api/v1/auth/oauth/providers')).toMatch(/^HTTP\/1\.1 200 /);
    // Who looks after it is told on any connection.
    expect(await ask(await open(), '/health/live')).toMatch(/^HTTP\/1\.1 200 /);
    const told = await metrics();
    expect(told).toMatch(/^http_requests_refused_total\{reason="connections"\} 1$/m);
    expect(Number(/^http_connections (\d+)$/m.exec(told)?.[1])).toBeGreaterThanOrEqual(LIMIT);
  });

  it('names on the page about bounds what there is, and every setting of load', async () => {
    const page = readFileSync(join(process.cwd(), 'docs/overload.md'), 'utf8');
    const named = new Set([...page.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ''));
    const settings = new Set(describeEnvironment().map(({ name }) => name));
    expect([...named].filter((name) => /^[A-Z]+(?:_[A-Z]+)+$/.test(name) && !settings.has(name))).toEqual([]);
    expect([...settings].filter((name) => /^REQUESTS_|RATE_LIMIT|^REVOCATION_STREAMS|^CONNECTIONS_|^EVENT_LOOP_|^POSTGRES_(?:POOL|RESERVED)/.test(name) && !named.has(name))).toEqual([]);
    const metricsNow = new Set([...(await metrics()).matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name ?? ''));
    const metricNames = [...named].filter((name) => /^[a-z]+(?:_[a-z0-9]+)+$/.test(name));
    expect(metricNames.filter((name) => !metricsNow.has(name))).toEqual([]);
    expect(metricNames.length).toBeGreaterThan(5);
  });

  it.each([500, 1_100])('answers 503 while its event loop is late, by turns of %i ms, and all again when it is not', async (turnMs) => {
    const lateFrom = Date.now() + 3_000;
    let asking: Promise<void> | undefined;
    let answer: Response | undefined;
    // Work that leaves the loop free for an instant between two long turns, also while the question is on its way.
    while (answer === undefined) {
      if (Date.now() > lateFrom) asking ??= fetch(`${test.url}/api/v1/auth/oauth/providers`).then((answered) => void (answer = answered));
      for (const until = Date.now() + turnMs; Date.now() < until; );
      await new Promise((resolve) => setImmediate(resolve));
    }
    await asking;
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await fetch(`${test.url}/health/live`)).status).toBe(200);
    expect(await metrics()).toMatch(/^http_requests_refused_total\{reason="event_loop"\} \d+$/m);
    await until(async () => (await fetch(`${test.url}/api/v1/auth/oauth/providers`)).status === 200);
  });
});

async function until(done: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; !(await done()); await after(50)) if (Date.now() > deadline) throw new Error('it did not come to that in 30 s');
}

import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { AuditRelay, AuditStore } from '@authengine/audit';
import { PATIENCE_MS } from '@authengine/testing';
import { introspect, logIn, PASSWORD, serviceKey, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

/** More than can be hashed in time at this cost. */
const FLOOD = 40;
const WAVE = 300;

describe('a flood of logins', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await createTestApp({ env: { BCRYPT_COST: '12', RATE_LIMIT_PER_MINUTE: '100000' } });
  });
  afterEach(() => test.close());

  const post = (path: string, text: string, headers = ''): string => `POST ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
  const body = (i: number): string => JSON.stringify({ email: `user${i}@people.test`, password: 'seven herons over the estuary' });
  const logInAsOwner = () => test.http.post('/api/v1/auth/login').send({ email: test.settings.values.SUPERADMIN_EMAIL, password: test.settings.values.SUPERADMIN_PASSWORD });

  /** All at once over one connection, one after the other in one write (RFC 9112 section 9.3.2), which is then cut. */
  async function pipelineAndLeave(): Promise<void> {
    const socket = connect(test.port, '127.0.0.1');
    socket.on('error', () => undefined);
    const requests = Array.from({ length: FLOOD }, (_, i) => post('/api/v1/auth/login', body(i)));
    await new Promise<void>((resolve) => socket.write(requests.join(''), () => { resolve(); }));
    await delay(150);
    socket.destroy();
  }

  async function untilServed(): Promise<number> {
    let status = 0;
    for (let i = 0; i < 40 && status !== 200; i += 1) {
      await delay(250);
      ({ status } = await logInAsOwner());
    }
    return status;
  }

  it('is over once the hashes are, though those who sent it left without an answer', async () => {
    await pipelineAndLeave();
    expect(await untilServed()).toBe(200);
  });

  it('is refused in turns: what another asks behind it is answered among the refusals, not after all of them', async () => {
    const [key, { access_token: token }] = [await serviceKey(test), await logIn(test, await signUp(test))];
    // From then on the process knows the key and the user.
    expect((await introspect(test, key, token)).status).toBe(200);
    const sockets = await Promise.all(
      Array.from({ length: WAVE + 1 }, async () => {
        const socket = connect(test.port, '127.0.0.1');
        await once(socket, 'connect');
        return socket;
      }),
    );
    const others = Array.from({ length: WAVE }, (_, i) => test.http.post('/api/v1/auth/login').type('json').send(body(i)).then(({ status }) => status));
    await Promise.any(others.map(async (status) => expect(await status).toBe(503)));
    const answered: string[] = [];
    const all = Promise.all(sockets.map(async (socket) => {
      const [answer] = (await once(socket, 'data')) as [Buffer];
      answered.push(answer.toString('latin1').slice(9, 12));
    }));
    for (const [i, socket] of sockets.entries()) socket.write(i < WAVE ? post('/api/v1/auth/login', body(i)) : post('/api/v1/auth/introspect', JSON.stringify({ token }), `X-API-Key: ${key}\r\n`));
    await all;
    for (const socket of sockets) socket.destroy();
    await Promise.all(others);
    const refusedBefore = answered.slice(0, answered.indexOf('200')).filter((status) => status === '503').length;
    const refused = answered.filter((status) => status === '503').length;
    expect(refused).toBeGreaterThan(WAVE / 2);
    // They take turns of eight.
    expect(refusedBefore).toBeLessThan(refused - 8);
  });

  it('is served as far as it can be in time; the rest gets 503 with Retry-After at once, without an entry for each', async () => {
    const emails = await Promise.all(Array.from({ length: 3 }, () => signUp(test)));
    const logInBy = (email: string | undefined): Promise<Response> =>
      fetch(`${test.url}/api/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password: PASSWORD }) });
    const answers = await Promise.all(Array.from({ length: 300 }, (_, i) => logInBy(emails[i % emails.length])));
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(150);
    expect(refused.every(({ headers }) => Number(headers.get('retry-after')) >= 1)).toBe(true);
    // Ten guesses a minute and account are let in: some of those that were served meet that budget.
    expect(answers.map(({ status }) => status).filter((status) => ![200, 429, 503].includes(status))).toEqual([]);
    expect(answers.some(({ status }) => status === 200)).toBe(true);

    await test.app.get(AuditRelay, { strict: false }).flush(PATIENCE_MS);
    const entries = await test.app.get(AuditStore, { strict: false }).query({ actions: ['auth.login.failed'] }, { limit: 1_000 });
    const told = entries.filter(({ metadata }) => metadata['code'] === 'server.busy');
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThan(refused.length / 10);
  });
});

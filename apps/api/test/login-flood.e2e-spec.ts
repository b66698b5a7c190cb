import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { AuditRelay, AuditStore } from '@authengine/audit';
import { createTestApp, type TestApp } from './test-app.js';

/** More than can be hashed in time at this cost. */
const FLOOD = 40;

describe('a flood of logins', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await createTestApp({ env: { BCRYPT_COST: '12', RATE_LIMIT_PER_MINUTE: '100000' } });
  });
  afterEach(() => test.close());

  const body = (i: number): string => JSON.stringify({ email: `user${i}@people.test`, password: 'seven herons over the estuary' });
  const logInAsOwner = () => test.http.post('/api/v1/auth/login').send({ email: test.settings.values.SUPERADMIN_EMAIL, password: test.settings.values.SUPERADMIN_PASSWORD });

  /** All at once over one connection, one after the other in one write (RFC 9112 section 9.3.2), which is then cut. */
  async function pipelineAndLeave(): Promise<void> {
    const socket = connect(test.port, '127.0.0.1');
    socket.on('error', () => undefined);
    const requests = Array.from({ length: FLOOD }, (_, i) => {
      const text = body(i);
      return `POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
    });
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
  }, 60_000);

  it('is refused with 503 and Retry-After where it is more than can be served in time, with few entries on record', async () => {
    const answers = await Promise.all(Array.from({ length: FLOOD }, (_, i) => test.http.post('/api/v1/auth/login').set('Content-Type', 'application/json').send(body(i))));
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(FLOOD / 4);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(FLOOD - refused.length);
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    await test.app.get(AuditRelay, { strict: false }).flush();
    const entries = await test.app.get(AuditStore, { strict: false }).query({ actions: ['auth.login.failed'] }, { limit: 100 });
    const busy = entries.filter(({ metadata }) => metadata['code'] === 'server.busy');
    expect(busy.length).toBeGreaterThan(0);
    expect(busy.length).toBeLessThan(refused.length);
    expect(await untilServed()).toBe(200);
  }, 60_000);
});

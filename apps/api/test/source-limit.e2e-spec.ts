import { AuditRelay, AuditStore } from '@authengine/audit';
import { PATIENCE_MS } from '@authengine/testing';
import { ProbeModule } from './kit/probe.module.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('the limit per source', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await createTestApp({ modules: [ProbeModule], env: { RATE_LIMIT_PER_MINUTE: '3', TRUSTED_PROXIES: '127.0.0.1' } });
  });
  afterEach(() => test.close());

  const from = (address: string) => test.http.post('/api/v1/probe/limited').set('X-Forwarded-For', address);

  it('refuses with 429, Retry-After and an audit entry once the budget is used up, and no other source', async () => {
    for (let i = 0; i < 3; i += 1) await from('203.0.113.7').expect(204);
    const answer = await from('203.0.113.7').expect(429);
    expect(JSON.parse(answer.text).code).toBe('request.rate_limited');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
    await test.app.get(AuditRelay, { strict: false }).flush(PATIENCE_MS);
    const entries = await test.app.get(AuditStore, { strict: false }).query({ actions: ['probe.limited'], statuses: ['denied'] }, { limit: 10 });
    expect(entries).toEqual([expect.objectContaining({ ipAddress: '203.0.113.7', metadata: expect.objectContaining({ code: 'request.rate_limited' }) })]);
    await from('203.0.113.8').expect(204);
  });

  it('BF-04 refuses one source that tries one password at many accounts, and lets others sign in', async () => {
    const logIn = (from: string, email: string) => test.http.post('/api/v1/auth/login').set('X-Forwarded-For', from).send({ email, password: 'seven herons over the estuary' });
    const answers: number[] = [];
    for (let i = 0; i < 10; i += 1) answers.push((await logIn('203.0.113.20', `user${i}@people.test`)).status);
    expect(answers).toEqual([...Array<number>(3).fill(401), ...Array<number>(7).fill(429)]);
    const { SUPERADMIN_EMAIL: email, SUPERADMIN_PASSWORD: password } = test.settings.values;
    await test.http.post('/api/v1/auth/login').set('X-Forwarded-For', '203.0.113.21').send({ email, password }).expect(200);
  });

  it('counts an IPv6 /64 as one source, and the next one as another', async () => {
    for (const host of ['1', '2', 'ffff:1:2:3']) await from(`2001:db8:0:1::${host}`.replace('::ffff', ':ffff')).expect(204);
    await from('2001:db8:0:1:9999::').expect(429);
    await from('2001:db8:0:2::1').expect(204);
  });

  it('lets exactly the budget through when many come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => from('203.0.113.9')));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(3);
  });

  it('does not touch routes without a limit', async () => {
    for (let i = 0; i < 6; i += 1) await test.http.get('/api/v1/probe').set('X-Forwarded-For', '203.0.113.7').expect(200);
  });
});

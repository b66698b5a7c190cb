import { PasswordHasher } from '@authengine/crypto';
import { FakeClock, FakeProvider } from '@authengine/testing';
import { bearer, call, auditOf, logIn, PASSWORD, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

/** Refused by what stands before the handler, by validation, by the framework, and by the handler. */
const REQUESTS: readonly (readonly [string, string, readonly unknown[]])[] = [
  ['POST', '/auth/login', [{}, { email: 'nobody@people.test', password: 'x', more: 1 }, { email: 'nobody@people.test', password: PASSWORD }]],
  ['POST', '/auth/magic-link/verify', [{}, { token: 7 }, { token: 'x' }]],
  ['GET', '/auth/magic-link/verify', [undefined]],
  ['POST', '/auth/mfa/complete', [{}, { mfa_pending_token: 'x', code: '1' }]],
  ['POST', '/auth/refresh', [{}, { refresh_token: 7 }, { refresh_token: 'x' }]],
  ['POST', '/auth/webauthn/authenticate/complete', [{}, { credential: {} }]],
  ['POST', '/auth/oauth/exchange', [{}, { code: 'x' }]],
  ['GET', '/auth/oauth/google/callback', [undefined]],
  ['POST', '/auth/password-reset/confirm', [{}, { token: 'x'.repeat(43), new_password: 'nine otters under the bridge' }]],
  ['POST', '/auth/not-me', [{}, { token: 'x'.repeat(43) }]],
];

describe('what is on record of a sign-in', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ clock, provider, env: { TRUSTED_PROXIES: '127.0.0.1', RATE_LIMIT_PER_MINUTE: '60' } });
  });
  afterAll(() => test.close());

  it('AU-05 that was refused, by whatever, is a refusal under a name of its own, and never "succeeded" that failed', async () => {
    const { access_token } = await logIn(test, await signUp(test));
    const from = { 'X-Forwarded-For': '203.0.113.40' };
    for (const [method, path, bodies] of REQUESTS) for (const body of bodies) expect((await call(test, method, path, body, from)).status).toBeGreaterThanOrEqual(400);
    for (const body of [{}, { password: 'wrong' }]) await call(test, 'POST', '/auth/reauthenticate', body, { ...bearer(access_token), ...from });
    for (const body of [{}, { current_password: 'wrong', new_password: 'nine otters under the bridge' }]) await call(test, 'POST', '/auth/password', body, { ...bearer(access_token), ...from });
    await call(test, 'POST', '/auth/set-password', { new_password: 'nine otters under the bridge' }, { ...bearer(access_token), ...from });
    // The budget of the source is used up: the guard refuses, before anything else.
    for (let i = 0; i < 70; i += 1) await call(test, 'POST', '/auth/login', {}, from);
    for (const [method, path] of REQUESTS) expect((await call(test, method, path, method === 'GET' ? undefined : {}, from)).status).toBe(429);

    const refused = [...(await auditOf(test, { status: 'failure', limit: '100' })), ...(await auditOf(test, { status: 'denied', limit: '100' }))].map(({ action }) => String(action));
    expect(refused.filter((action) => /succeeded|completed|refreshed|changed$|password\.reset$|password\.set$|disowned$/.test(action))).toEqual([]);
    expect(refused).toEqual(expect.arrayContaining(['auth.login.failed', 'auth.mfa.failed', 'auth.session.refresh_refused', 'auth.reauthentication.failed', 'user.password.change_refused', 'user.password.reset_refused', 'user.activity.disowning_refused']));
    const [tooOften] = await auditOf(test, { action: 'auth.login.failed', status: 'denied' });
    expect(tooOften).toMatchObject({ ip_address: '203.0.113.40', metadata: { code: 'request.rate_limited' } });
  });

  it.each([
    ['the password is changed', 'UPDATE password_credentials SET hash = $2 WHERE user_id = (SELECT id FROM users WHERE email = $1)', 'changed_meanwhile'],
    ['the account is suspended', "UPDATE users SET status = 'SUSPENDED' WHERE email = $1 AND $2 <> ''", 'not_active'],
  ])('PW-12 RC-06 that was refused late, since %s while the password was looked at, is a failure alone: no success, no session, no mail', async (_, change, reason) => {
    const email = await signUp(test);
    await test.mails.clear();
    const hasher = test.app.get(PasswordHasher, { strict: false });
    const other = await hasher.hash('nine otters under the bridge');
    const verify = hasher.verify.bind(hasher);
    const between = jest.spyOn(hasher, 'verify').mockImplementationOnce(async (password, stored) => {
      const matches = await verify(password, stored);
      await test.dataSource.query(change, [email, other]);
      return matches;
    });
    const answer = await call(test, 'POST', '/auth/login', { email, password: PASSWORD }, { 'X-Forwarded-For': '203.0.113.41', 'X-Request-Id': `late-${reason}` });
    expect(between).toHaveBeenCalled();
    between.mockRestore();
    expect(answer).toMatchObject({ status: 401, body: { code: 'auth.invalid_credentials' } });
    const entries = await auditOf(test, { request_id: `late-${reason}` });
    expect(entries).toMatchObject([{ action: 'auth.login.failed', status: 'failure', metadata: { email, reason } }]);
    expect(await test.dataSource.query('SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1', [email])).toEqual([]);
    expect(await test.mails.all(email)).toEqual([]);
  });
});

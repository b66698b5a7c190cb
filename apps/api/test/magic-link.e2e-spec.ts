import { complete, mfaPerson } from './kit/authenticator.js';
import { auditOf, bearer, call, logIn, newAddress, PASSWORD, signUp, type Answer, type Tokens } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const APP = 'https://app.example.com';
const SUBJECT = 'Your link to sign in';

describe('signing in by a mailed link', () => {
  let test: TestApp;
  let email: string;

  beforeAll(async () => {
    test = await createTestApp({ env: { REDIRECT_ALLOWLIST: APP, RATE_LIMIT_PER_MINUTE: '100000' } });
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    test.clock.reset();
    email = await signUp(test);
    await test.mails.clear();
  });

  const request = (address = email, extra: Record<string, unknown> = {}): Promise<Answer> => call(test, 'POST', '/auth/magic-link/request', { email: address, ...extra });
  const link = async (address = email, extra: Record<string, unknown> = {}): Promise<string> => {
    expect((await request(address, extra)).status).toBe(202);
    const token = await test.mails.token(address, SUBJECT);
    await test.mails.clear();
    return token;
  };
  const verify = (token: string): Promise<Answer<Tokens & { user: Record<string, unknown>; code?: string }>> => call(test, 'POST', '/auth/magic-link/verify', { token });
  const me = (access: string): Promise<Answer> => call(test, 'GET', '/me', undefined, bearer(access));
  const liveSessions = async (address = email): Promise<number> =>
    Number((await test.dataSource.query<{ n: string }[]>('SELECT count(*) AS n FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1 AND s.ended_at IS NULL', [address]))[0]?.n);

  it('signs in by POST and, for older clients, by GET', async () => {
    await request(email.toUpperCase());
    const mail = await test.mails.latest(email, SUBJECT);
    expect(mail.text).toContain('http://auth.test/magic-link#token=');
    expect(mail.text).not.toContain('/api/v1');
    const answer = await verify(await test.mails.token(email, SUBJECT));
    expect(answer).toMatchObject({ status: 200, body: { token_type: 'bearer', user: { email } } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((await me(answer.body.access_token)).status).toBe(200);
    const [session] = (await call<Record<string, unknown>[]>(test, 'GET', '/me/sessions', undefined, bearer(answer.body.access_token))).body;
    expect(session).toMatchObject({ auth_strategy: 'magic_link' });
    expect((await call(test, 'GET', `/auth/magic-link/verify?token=${await link()}`)).status).toBe(200);
    const [entry] = await auditOf(test, { action: 'auth.login.succeeded', target_user_id: String(answer.body.user['id']) });
    expect(entry).toMatchObject({ status: 'success', metadata: { auth_strategy: 'magic_link', email } });
  });

  it('EN-04 answers the same, in the same steps of time, for an address without an account', async () => {
    const began = performance.now();
    const unknown = await request(newAddress());
    expect(performance.now() - began).toBeGreaterThanOrEqual(95);
    expect(unknown.status).toBe(202);
    expect(unknown.body).toEqual((await request()).body);
  });

  it('ML-01 HEAD and OPTIONS of the API, and any opening of the page, take nothing', async () => {
    const token = await link();
    for (const base of ['/api/v1', '/API/v1', '/Api/V1']) for (const method of ['HEAD', 'OPTIONS', 'HEAD']) await fetch(`${test.url}${base}/auth/magic-link/verify?token=${token}`, { method });
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET', 'GET']) await fetch(`${test.url}/magic-link?token=${token}`, { method });
    expect(await liveSessions()).toBe(0);
    expect((await verify(token)).status).toBe(200);
  });

  it('ML-02 20 parallel uses of one link begin one session', async () => {
    const token = await link();
    const answers = await Promise.all(Array.from({ length: 20 }, () => verify(token)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array<number>(19).fill(400)]);
    expect(await liveSessions()).toBe(1);
  });

  it('ML-03 the newest link alone works, once, and not after its time', async () => {
    const first = await link();
    const second = await link();
    expect(await verify(first)).toMatchObject({ status: 400, body: { code: 'auth.invalid_one_time_token' } });
    test.clock.advance({ seconds: 901 });
    expect((await verify(second)).status).toBe(400);
    test.clock.reset();
    expect((await verify(second)).status).toBe(200);
    expect((await verify(second)).status).toBe(400);
    const failed = await auditOf(test, { action: 'auth.login.failed', limit: '1' });
    expect(failed[0]).toMatchObject({ status: 'failure', metadata: { auth_strategy: 'magic_link', reason: 'invalid_link' } });
  });

  it('ML-04 names who asked, when and with what, before anything is taken', async () => {
    await call(test, 'POST', '/auth/magic-link/request', { email }, { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' });
    const token = await test.mails.token(email, SUBJECT);
    for (let i = 0; i < 3; i += 1) {
      const preview = await call<{ message: string }>(test, 'POST', '/auth/magic-link/preview', { token });
      expect(preview).toMatchObject({ status: 200, body: { redirect_to: null } });
      expect(preview.body.message).toMatch(new RegExp(`Sign in as ${email}\\?.*GMT, from the address 127.0.0.1, with Firefox on Linux`));
    }
    expect((await verify(token)).status).toBe(200);
    expect((await call(test, 'POST', '/auth/magic-link/preview', { token })).status).toBe(400);
  });

  it.each(['SUSPENDED', 'INACTIVE'])('ML-05 BF-08 lets a user who is %s neither have a link nor use one', async (status) => {
    const token = await link();
    await test.dataSource.query('UPDATE users SET status = $2 WHERE email = $1', [email, status]);
    expect((await verify(token)).status).toBe(400);
    expect((await request()).status).toBe(202);
    const [entry] = await auditOf(test, { action: 'auth.magic_link.requested', limit: '1' });
    expect(entry).toMatchObject({ status: 'failure', metadata: { email, outcome: 'not_active' } });
    expect(await liveSessions()).toBe(0);
  });

  it('ML-05 MF-07 asks for the second factor where there is one, which no mail is', async () => {
    const person = await mfaPerson(test);
    const challenge = await call<{ mfa_pending_token: string; methods: string[] }>(test, 'POST', '/auth/magic-link/verify', { token: await link(person.email) });
    expect(challenge).toMatchObject({ status: 202, body: { methods: ['totp', 'recovery_code'] } });
    expect((await complete(test, challenge.body.mfa_pending_token, await link(person.email))).status).toBe(401);
    expect(challenge.body).not.toHaveProperty('access_token');
    const answer = await complete(test, challenge.body.mfa_pending_token, person.authenticator.next());
    expect(answer).toMatchObject({ status: 200, body: { user: { email: person.email } } });
  });

  it('ML-07 the first proof drops the password and the sessions that a squatter left', async () => {
    email = newAddress('squatted');
    await call(test, 'POST', '/auth/register', { email, password: PASSWORD });
    const squatters = await test.mails.token(email, 'Confirm your');
    const answer = await verify(await link());
    expect(answer).toMatchObject({ status: 200, body: { user: { status: 'ACTIVE', is_email_verified: true, auth_strategies: [] } } });
    expect((await call(test, 'POST', '/auth/login', { email, password: PASSWORD })).status).toBe(401);
    expect((await call(test, 'POST', '/auth/verify-email', { token: squatters })).status).toBe(400);
    expect((await me(answer.body.access_token)).status).toBe(200);
  });

  it('ML-07 leaves a proven account as it was', async () => {
    const { access_token } = await logIn(test, email);
    expect((await verify(await link())).status).toBe(200);
    expect((await me(access_token)).status).toBe(200);
    expect((await call(test, 'POST', '/auth/login', { email, password: PASSWORD })).status).toBe(200);
  });

  it('ML-08 sends at most 3 mails in 15 minutes, with the same answer', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => request()));
    expect(new Set(answers.map((answer) => JSON.stringify([answer.status, answer.body]))).size).toBe(1);
    await test.mails.latest(email, SUBJECT);
    const outcomes = (await auditOf(test, { action: 'auth.magic_link.requested', limit: '5' })).map((entry) => (entry['metadata'] as { outcome: string }).outcome);
    expect(outcomes.filter((outcome) => outcome === 'sent')).toHaveLength(3);
  });

  it('is bound to the address it was sent to, and void after a reset', async () => {
    const moved = await link();
    await test.dataSource.query('UPDATE users SET email = $2 WHERE email = $1', [email, `moved.${email}`]);
    expect((await verify(moved)).status).toBe(400);
    await test.dataSource.query('UPDATE users SET email = $1 WHERE email = $2', [email, `moved.${email}`]);
    const token = await link();
    await call(test, 'POST', '/auth/password-reset/request', { email });
    const reset = await test.mails.token(email, 'Choose a new password');
    expect((await verify(reset)).status).toBe(400);
    expect((await call(test, 'POST', '/auth/password-reset/confirm', { token: reset, new_password: 'nine otters under the bridge' })).status).toBe(200);
    expect((await verify(token)).status).toBe(400);
  });

  it('RD-01 takes no redirect_to but at an allowed origin, known address or not', async () => {
    for (const redirect_to of ['//evil.test', 'https://evil.test/', `${APP}@evil.test/`, `${APP}.evil.test/`, '/local', 'javascript:alert(1)', `${APP}\\evil.test`]) {
      for (const address of [email, newAddress()]) expect(await request(address, { redirect_to })).toMatchObject({ status: 400, body: { errors: [{ field: 'redirect_to' }] } });
    }
  });

  it('hands a confirmed link over to its application as another one, good once and for a minute', async () => {
    const token = await link(email, { redirect_to: `${APP}/signed-in?a=1` });
    expect((await call(test, 'POST', '/auth/magic-link/preview', { token })).body).toMatchObject({ redirect_to: `${APP}/signed-in?a=1` });
    const handed = await Promise.all(Array.from({ length: 5 }, () => call<{ redirect_to: string }>(test, 'POST', '/auth/magic-link/hand-over', { token })));
    expect(handed.map((answer) => answer.status).sort()).toEqual([200, 400, 400, 400, 400]);
    const target = new URL(handed.find((answer) => answer.status === 200)?.body.redirect_to ?? '');
    expect([target.origin, target.pathname, target.searchParams.get('a')]).toEqual([APP, '/signed-in', '1']);
    expect(await liveSessions()).toBe(0);
    expect((await verify(token)).status).toBe(400);
    const next = target.searchParams.get('magic_link_token') ?? '';
    test.clock.advance({ seconds: 61 });
    expect((await verify(next)).status).toBe(400);
    test.clock.reset();
    const answers = await Promise.all(Array.from({ length: 5 }, () => verify(next)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400, 400, 400, 400]);
  });

  it('hands nothing over for a link without an application, and leaves it good', async () => {
    const token = await link();
    expect((await call(test, 'POST', '/auth/magic-link/hand-over', { token })).status).toBe(400);
    expect((await verify(token)).status).toBe(200);
  });

  it('ML-03 keeps no usable link', async () => {
    const token = await link();
    const [row] = await test.dataSource.query<Record<string, unknown>[]>("SELECT * FROM one_time_tokens WHERE purpose = 'magic-link' ORDER BY created_at DESC LIMIT 1");
    expect(JSON.stringify(row)).not.toContain(token);
  });
});

import { auditOf, bearer, call, logIn, newAddress, PASSWORD, refresh, signUp, type Answer } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const NEW_PASSWORD = 'nine otters under the bridge';
const SUBJECT = 'Choose a new password';

describe('password reset', () => {
  let test: TestApp;
  let email: string;

  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    test.clock.reset();
    email = await signUp(test);
    await test.mails.clear();
  });

  const request = (address = email): Promise<Answer> => call(test, 'POST', '/auth/password-reset/request', { email: address });
  const confirm = (token: string, password = NEW_PASSWORD, fields: Record<string, unknown> = {}): Promise<Answer> =>
    call(test, 'POST', '/auth/password-reset/confirm', { token, new_password: password, ...fields });
  const logInStatus = async (password: string): Promise<number> => (await call(test, 'POST', '/auth/login', { email, password })).status;
  const askForToken = async (): Promise<string> => {
    const known = new Set((await test.mails.all(email)).map((mail) => mail.text));
    await request();
    for (;;) {
      // Mails of what ran before may still arrive; the one asked for is new.
      const { subject, text } = await test.mails.latest(email, SUBJECT);
      const token = /#token=([^\s&]+)/.exec(text)?.[1];
      if (subject === SUBJECT && token !== undefined && !known.has(text)) return token;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const userId = async (): Promise<string> => (await test.dataSource.query<{ id: string }[]>('SELECT id FROM users WHERE email = $1', [email]))[0]?.id ?? '';

  it('sets the new password by a link to our own page, and signs nobody in', async () => {
    await request(email.toUpperCase());
    expect((await test.mails.latest(email, SUBJECT)).text).toContain('http://auth.test/reset-password#token=');
    const answer = await confirm(await test.mails.token(email, SUBJECT), NEW_PASSWORD, { confirm_password: NEW_PASSWORD });
    expect(answer).toMatchObject({ status: 200, body: { message: expect.any(String) as string } });
    expect(Object.keys(answer.body)).toEqual(['message']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect([await logInStatus(PASSWORD), await logInStatus(NEW_PASSWORD)]).toEqual([401, 200]);
  });

  it('EN-04 answers the same, in the same steps of time, for an address without an account', async () => {
    const began = performance.now();
    const unknown = await request(newAddress());
    const unknownMs = performance.now() - began;
    const known = await request();
    expect(unknown.status).toBe(202);
    expect(unknown.body).toEqual(known.body);
    expect(unknownMs).toBeGreaterThanOrEqual(95);
    const outcomes = (await auditOf(test, { action: 'user.password_reset.requested', limit: '2' })).map((entry) => (entry['metadata'] as { outcome: string }).outcome);
    expect(outcomes).toEqual(['sent', 'unknown_address']);
  });

  it('EV-02 takes a link once, the newest only, and not after an hour', async () => {
    const first = await askForToken();
    const second = await askForToken();
    expect(await confirm(first)).toMatchObject({ status: 400, body: { code: 'auth.invalid_one_time_token' } });
    test.clock.advance({ minutes: 61 });
    expect((await confirm(second)).status).toBe(400);
    test.clock.reset();
    expect((await confirm(second)).status).toBe(200);
    expect((await confirm(second, 'yet another long sentence')).status).toBe(400);
    expect(await logInStatus(NEW_PASSWORD)).toBe(200);
  });

  it('EV-02 lets one of 10 parallel resets by one link win', async () => {
    const token = await askForToken();
    const passwords = Array.from({ length: 10 }, (_, i) => `parallel sentence number ${i}`);
    const answers = await Promise.all(passwords.map((password) => confirm(token, password)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array<number>(9).fill(400)]);
    const winner = passwords[answers.findIndex((answer) => answer.status === 200)] ?? '';
    expect(await logInStatus(winner)).toBe(200);
  });

  it('leaves one link that works after parallel requests', async () => {
    await Promise.all([request(), request(), request()]);
    const [row] = await test.dataSource.query<{ n: string }[]>("SELECT count(*) AS n FROM one_time_tokens WHERE user_id = $1 AND purpose = 'password-reset'", [await userId()]);
    expect(Number(row?.n)).toBe(1);
  });

  it('PW-07 looks at the password before it takes the link', async () => {
    const token = await askForToken();
    for (const password of ['jumbled', 'Password123', `${email.split('@')[0] ?? ''}!!`, 'a'.repeat(129), 'nul \u0000 inside it']) {
      expect((await confirm(token, password)).status).toBe(400);
    }
    expect(await confirm(token, 'jumbled')).toMatchObject({ body: { code: 'request.invalid', errors: [{ field: 'new_password' }] } });
    expect(await confirm(token, NEW_PASSWORD, { confirm_password: 'something else' })).toMatchObject({ status: 400, body: { errors: [{ field: 'confirm_password' }] } });
    expect((await confirm(token)).status).toBe(200);
  });

  it('EV-05 ends every session at once and tells the owner', async () => {
    const [one, other] = [await logIn(test, email), await logIn(test, email)];
    expect((await confirm(await askForToken())).status).toBe(200);
    for (const tokens of [one, other]) {
      expect((await call(test, 'GET', '/me', undefined, bearer(tokens.access_token))).status).toBe(401);
      expect((await refresh(test, tokens.refresh_token)).status).toBe(401);
    }
    expect((await test.mails.latest(email, 'password was changed')).text).toContain('/not-me#token=');
    const [entry] = await auditOf(test, { action: 'user.password.reset', target_user_id: await userId() });
    expect(entry).toMatchObject({ status: 'success', ip_address: '127.0.0.1', metadata: { sessions_ended: 2, first_proof: false } });
  });

  it('EV-05 leaves no session of the old password when it races logins, refreshes, changes and requests', async () => {
    for (let round = 0; round < 4; round += 1) {
      email = await signUp(test);
      const before = [await logIn(test, email), await logIn(test, email)] as const;
      test.clock.advance({ seconds: 11 });
      const stale = before[0].refresh_token;
      await refresh(test, stale);
      test.clock.advance({ seconds: 11 });
      const token = await askForToken();
      const [reset, reused, refreshed, changed, asked, ...logins] = await Promise.all([
        confirm(token),
        refresh(test, stale),
        refresh(test, before[1].refresh_token),
        call(test, 'POST', '/auth/password', { current_password: PASSWORD, new_password: 'a third sentence altogether' }, bearer(before[1].access_token)),
        request(),
        ...Array.from({ length: 4 }, () => call<{ access_token?: string }>(test, 'POST', '/auth/login', { email, password: PASSWORD })),
      ]);
      const statuses = [reset, reused, refreshed, changed, asked, ...logins].map((answer) => answer.status);
      expect(statuses.filter((status) => status >= 500)).toEqual([]);
      // The request may have made the link void before it was taken.
      if (reset.status !== 200) expect((await confirm(await askForToken())).status).toBe(200);
      const tokens = [before[0].access_token, before[1].access_token, refreshed.body.access_token, ...logins.map((answer) => answer.body.access_token)];
      for (const access of tokens.filter((one) => one !== undefined)) expect((await call(test, 'GET', '/me', undefined, bearer(access))).status).toBe(401);
      expect(await logInStatus(NEW_PASSWORD)).toBe(200);
    }
  });

  it('EV-05 voids whatever was under way, but not the links by which the owner takes the account back', async () => {
    const token = await askForToken();
    const id = await userId();
    const purposes = ['magic-link', 'mfa-challenge', 'change-email', 'oauth-exchange', 'webauthn-challenge', 'undo-email-change', 'undo-deletion'];
    for (const [i, purpose] of purposes.entries()) {
      await test.dataSource.query(
        `INSERT INTO one_time_tokens (id, purpose, token_hash, user_id, created_at, expires_at) VALUES (gen_random_uuid(), $1, $2, $3, now(), now() + interval '1 hour')`,
        [purpose, Buffer.from(`${id}${i}`), id],
      );
    }
    await test.dataSource.query('UPDATE users SET mfa_enabled = true WHERE id = $1', [id]);
    expect((await confirm(token)).status).toBe(200);
    const left = await test.dataSource.query<{ purpose: string }[]>('SELECT DISTINCT purpose FROM one_time_tokens WHERE user_id = $1 ORDER BY 1', [id]);
    expect(left.map((row) => row.purpose)).toEqual(['not-me', 'undo-deletion', 'undo-email-change']);
    const [user] = await test.dataSource.query<{ mfa_enabled: boolean }[]>('SELECT mfa_enabled FROM users WHERE id = $1', [id]);
    expect(user?.mfa_enabled).toBe(true);
  });

  it('EV-02 is bound to the address it was sent to', async () => {
    const token = await askForToken();
    await test.dataSource.query('UPDATE users SET email = $2 WHERE email = $1', [email, newAddress()]);
    expect((await confirm(token)).status).toBe(400);
  });

  it('TK-06 redeems no token of another purpose', async () => {
    await logIn(test, email);
    await confirm(await askForToken());
    const notMe = await test.mails.token(email, 'password was changed');
    expect((await confirm(notMe)).status).toBe(400);
    expect((await call(test, 'POST', '/auth/verify-email', { token: await askForToken() })).status).toBe(400);
  });

  it('EV-08 proves the mailbox: the account of whoever registered the address ahead of its owner keeps nothing', async () => {
    email = newAddress('squatted');
    await call(test, 'POST', '/auth/register', { email, password: PASSWORD });
    const squatters = await test.mails.token(email, 'Confirm your');
    expect((await confirm(await askForToken())).status).toBe(200);
    expect([await logInStatus(PASSWORD), await logInStatus(NEW_PASSWORD)]).toEqual([401, 200]);
    const { access_token } = await logIn(test, email, NEW_PASSWORD);
    expect((await call(test, 'GET', '/me', undefined, bearer(access_token))).body).toMatchObject({ status: 'ACTIVE', is_email_verified: true, auth_strategies: ['email_password'] });
    expect((await call(test, 'POST', '/auth/verify-email', { token: squatters })).status).toBe(400);
    expect(await logInStatus(PASSWORD)).toBe(401);
  });

  it('gives an account without a password its first one', async () => {
    await test.dataSource.query('DELETE FROM password_credentials WHERE user_id = $1', [await userId()]);
    expect((await confirm(await askForToken())).status).toBe(200);
    expect(await logInStatus(NEW_PASSWORD)).toBe(200);
  });

  it('leaves a suspended account suspended', async () => {
    await test.dataSource.query("UPDATE users SET status = 'SUSPENDED' WHERE email = $1", [email]);
    expect((await confirm(await askForToken())).status).toBe(200);
    expect(await logInStatus(NEW_PASSWORD)).toBe(401);
  });

  it('ML-08 sends at most 3 mails in 15 minutes, and the newest of them still works then', async () => {
    for (let i = 0; i < 5; i += 1) expect((await request()).status).toBe(202);
    test.clock.advance({ minutes: 20 });
    const token = await test.mails.token(email, SUBJECT);
    expect((await test.mails.all(email)).filter((mail) => mail.subject === SUBJECT)).toHaveLength(3);
    expect((await confirm(token)).status).toBe(200);
  });
});

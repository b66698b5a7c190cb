import { PasswordHasher } from '@authengine/crypto';
import { auditOf, bearer, call, logIn, PASSWORD, refresh, signUp, type Answer, type Tokens } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const NEW_PASSWORD = 'nine otters under the bridge';

describe('a signed-in user and their password', () => {
  let test: TestApp;
  let email: string;
  let here: Tokens;

  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    test.clock.reset();
    email = await signUp(test);
    here = await logIn(test, email);
    await test.mails.clear();
  });

  const change = (current: string, next = NEW_PASSWORD): Promise<Answer> => call(test, 'POST', '/auth/password', { current_password: current, new_password: next }, bearer(here.access_token));
  const setPassword = (password = NEW_PASSWORD): Promise<Answer> => call(test, 'POST', '/auth/set-password', { new_password: password }, bearer(here.access_token));
  const reauthenticate = (evidence: Record<string, unknown>): Promise<Answer> => call(test, 'POST', '/auth/reauthenticate', evidence, bearer(here.access_token));
  const meStatus = async (tokens: Tokens): Promise<number> => (await call(test, 'GET', '/me', undefined, bearer(tokens.access_token))).status;
  const dropPassword = (): Promise<unknown> =>
    test.dataSource.query('DELETE FROM password_credentials USING users WHERE users.id = user_id AND email = $1', [email]);
  const targetId = async (): Promise<string> => (await test.dataSource.query<{ id: string }[]>('SELECT id FROM users WHERE email = $1', [email]))[0]?.id ?? '';

  describe('changing it', () => {
    it('SE-10 ends every other session, and tells the owner', async () => {
      const elsewhere = await logIn(test, email);
      expect(await change(PASSWORD)).toMatchObject({ status: 200, body: { message: expect.any(String) as string } });
      expect([await meStatus(here), await meStatus(elsewhere)]).toEqual([200, 401]);
      expect((await refresh(test, elsewhere.refresh_token)).status).toBe(401);
      expect((await refresh(test, here.refresh_token)).status).toBe(200);
      expect((await call(test, 'POST', '/auth/login', { email, password: PASSWORD })).status).toBe(401);
      expect((await test.mails.latest(email, 'password was changed')).text).toContain('http://auth.test/not-me#token=');
      const [entry] = await auditOf(test, { action: 'user.password.changed', target_user_id: await targetId() });
      expect(entry).toMatchObject({ status: 'success', actor_id: await targetId(), metadata: { sessions_ended: 1 } });
    });

    it('PW-13 needs the current password, and counts a wrong one like a failed login', async () => {
      for (let i = 0; i < 8; i += 1) expect(await change('not the password')).toMatchObject({ status: 400, body: { code: 'auth.not_confirmed' } });
      const statuses: number[] = [];
      for (let i = 0; i < 4; i += 1) statuses.push((await change('not the password')).status);
      expect(statuses).toEqual([400, 400, 429, 429]);
      const right = await change(PASSWORD);
      expect(right).toMatchObject({ status: 429, body: { code: 'auth.too_many_attempts' } });
      expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await call(test, 'POST', '/auth/login', { email, password: PASSWORD })).status).toBe(429);
      expect((await auditOf(test, { action: 'user.password.change_refused', target_user_id: await targetId() }))[0]).toMatchObject({ status: 'failure', metadata: { reason: 'wrong_password' } });
    });

    it('PW-07 refuses what the policy refuses, and keeps the old one', async () => {
      expect(await change(PASSWORD, 'Password123')).toMatchObject({ status: 400, body: { code: 'request.invalid', errors: [{ field: 'new_password' }] } });
      expect(await meStatus(await logIn(test, email))).toBe(200);
    });

    it('lets one of two parallel changes win', async () => {
      const answers = await Promise.all([change(PASSWORD, 'the first of two sentences'), change(PASSWORD, 'the second of two sentences')]);
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400]);
      const user = await targetId();
      expect(await auditOf(test, { action: 'user.password.changed', actor_id: user })).toHaveLength(1);
      expect(await auditOf(test, { action: 'user.password.change_refused', actor_id: user })).toHaveLength(1);
    });

    it('voids pending links, but not those by which the owner takes the account back', async () => {
      await call(test, 'POST', '/auth/password-reset/request', { email });
      const reset = await test.mails.token(email, 'Choose a new password');
      await change(PASSWORD);
      const notMe = await test.mails.token(email, 'password was changed');
      await change(NEW_PASSWORD, 'and a third long sentence');
      expect((await call(test, 'POST', '/auth/password-reset/confirm', { token: reset, new_password: PASSWORD })).status).toBe(400);
      expect((await call(test, 'POST', '/auth/not-me', { token: notMe })).status).toBe(200);
    });

    it('is for those who have one, and for nobody without a session', async () => {
      await dropPassword();
      expect(await change(PASSWORD)).toMatchObject({ status: 409, body: { code: 'password.not_set' } });
      expect((await call(test, 'POST', '/auth/password', { current_password: PASSWORD, new_password: NEW_PASSWORD })).status).toBe(401);
    });
  });

  describe('setting a first one', () => {
    it('is possible once, by one of 5 parallel calls', async () => {
      await dropPassword();
      const answers = await Promise.all(Array.from({ length: 5 }, (_, i) => setPassword(`first sentence, number ${i}`)));
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409, 409]);
      expect((await test.mails.latest(email, 'password was changed')).text).toContain('/not-me#token=');
    });

    it('is refused where there is one', async () => {
      expect(await setPassword()).toMatchObject({ status: 409, body: { code: 'password.already_set' } });
    });

    it('asks for a recent login', async () => {
      await dropPassword();
      test.clock.advance({ minutes: 11 });
      expect(await setPassword()).toMatchObject({ status: 403, body: { code: 'auth.recent_login_required' } });
    });

    it('EV-09 is refused while the address is not proven, so that its owner does not inherit it', async () => {
      await dropPassword();
      await test.dataSource.query('UPDATE users SET email = NULL, pending_email = $1 WHERE email = $1', [email]);
      expect(await setPassword()).toMatchObject({ status: 409, body: { code: 'password.address_not_proven' } });
    });

    it('leaves none behind for a session that was ended while it was hashed', async () => {
      await dropPassword();
      const hasher = test.app.get(PasswordHasher, { strict: false });
      const hash = hasher.hash.bind(hasher);
      const meanwhile = jest.spyOn(hasher, 'hash').mockImplementationOnce(async (password) => {
        const hashed = await hash(password);
        await call(test, 'POST', '/auth/logout', undefined, bearer(here.access_token));
        return hashed;
      });
      expect((await setPassword()).status).toBe(401);
      meanwhile.mockRestore();
      expect((await call(test, 'POST', '/auth/login', { email, password: NEW_PASSWORD })).status).toBe(401);
    });
  });

  describe('reauthentication', () => {
    beforeEach(() => {
      test.clock.advance({ minutes: 11 });
    });

    it('makes the login a recent one', async () => {
      expect(await setPassword()).toMatchObject({ status: 403, body: { code: 'auth.recent_login_required' } });
      expect((await reauthenticate({ password: 'not the password' })).status).toBe(400);
      expect((await setPassword()).status).toBe(403);
      expect(await reauthenticate({ password: PASSWORD })).toMatchObject({ status: 200, body: { recent_until: expect.any(String) as string } });
      expect(await setPassword()).toMatchObject({ status: 409, body: { code: 'password.already_set' } });
    });

    it('counts wrong passwords with those of logins, and is on record', async () => {
      for (let i = 0; i < 10; i += 1) expect((await reauthenticate({ password: 'wrong' })).status).toBe(400);
      expect((await reauthenticate({ password: PASSWORD })).status).toBe(429);
      expect((await call(test, 'POST', '/auth/login', { email, password: PASSWORD })).status).toBe(429);
      expect((await auditOf(test, { action: 'auth.reauthentication.failed', target_user_id: await targetId() })).length).toBe(10);
    });

    it('renews no session that has ended meanwhile', async () => {
      await call(test, 'POST', '/auth/logout', undefined, bearer(here.access_token));
      expect((await reauthenticate({ password: PASSWORD })).status).toBe(401);
    });

    it('asks an account with a second factor for its code too, and takes none that nobody checks', async () => {
      await test.dataSource.query('UPDATE users SET mfa_enabled = true WHERE email = $1', [email]);
      expect(await reauthenticate({ password: PASSWORD })).toMatchObject({ status: 400, body: { code: 'reauthentication.code_required' } });
      expect((await reauthenticate({ password: PASSWORD, code: '000000' })).status).toBe(400);
    });

    it('tells an account that has nothing to confirm with to sign in again', async () => {
      await dropPassword();
      expect(await reauthenticate({ password: PASSWORD })).toMatchObject({ status: 409, body: { code: 'reauthentication.not_possible' } });
    });

    it('needs the password where there is one', async () => {
      expect(await reauthenticate({})).toMatchObject({ status: 400, body: { code: 'reauthentication.password_required' } });
    });
  });
});

import { FakeClock, FakeProvider } from '@authengine/testing';
import { auditOf, bearer, call, logIn, newAddress, PASSWORD, signUp, type Answer } from './kit/person.js';
import { beginRegistration, completeRegistration } from './kit/passkeys.js';
import { Browser, someone, type SocialAnswer } from './kit/social.js';
import { SoftAuthenticator } from './kit/soft-authenticator.js';
import { createTestApp, type TestApp } from './test-app.js';

const CLAIM = 'asks for this address';
const NEW_PASSWORD = 'nine otters under the bridge';
const elsewhere = { status: 403, body: { code: 'auth.asked_elsewhere' } };

/** Somebody signs in through a provider with an address that is not theirs, and its owner clicks. */
describe('an address that an account asks for', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  let test: TestApp;
  let attacker: Browser;
  let email: string;

  beforeAll(async () => {
    test = await createTestApp({ clock, provider, env: { RATE_LIMIT_PER_MINUTE: '100000', REDIRECT_ALLOWLIST: 'https://app.test' } });
  });
  afterAll(() => test.close());
  beforeEach(() => {
    provider.reset();
    clock.reset();
    attacker = new Browser(test, provider);
    email = newAddress('owner');
  });

  const click = (token: string, headers: Record<string, string> = {}): Promise<Answer> => call(test, 'POST', '/auth/verify-email', { token }, headers);
  const register = (): Promise<Answer> => call(test, 'POST', '/auth/register', { email, password: PASSWORD });
  const claim = async (browser = attacker, person = someone(email)): Promise<Answer<SocialAnswer>> => browser.signIn('microsoft', person);
  const claimMail = (): Promise<string> => test.mails.token(email, CLAIM);
  const me = (token: string): Promise<Answer> => call(test, 'GET', '/me', undefined, bearer(token));
  const reset = async (): Promise<void> => {
    await call(test, 'POST', '/auth/password-reset/request', { email });
    const token = await test.mails.token(email, 'Choose a new password');
    expect((await call(test, 'POST', '/auth/password-reset/confirm', { token, new_password: NEW_PASSWORD })).status).toBe(200);
  };

  it('EV-08 is not given to who asked for it by a click of its owner, and a registration of it stands', async () => {
    await register();
    const own = await test.mails.token(email);
    const person = someone(email);
    const { body: theirs } = await claim(attacker, person);
    const passkey = new SoftAuthenticator();
    const begun = passkey.create(await beginRegistration(test, theirs.access_token));

    expect(await click(await claimMail())).toMatchObject(elsewhere);
    expect((await me(theirs.access_token)).body).toMatchObject({ email: null, pending_email: email, is_email_verified: false });
    expect(await auditOf(test, { action: 'user.email.verified', target_user_id: theirs.user.id })).toEqual([
      expect.objectContaining({ status: 'denied', metadata: expect.objectContaining({ email, code: 'auth.asked_elsewhere' }) as object }),
    ]);

    expect((await click(own)).status).toBe(200);
    await reset();
    const owner = await logIn(test, email, NEW_PASSWORD);
    expect((await me(owner.access_token)).body).toMatchObject({ email, auth_strategies: ['email_password'] });
    expect((await me(owner.access_token)).body['id']).not.toBe(theirs.user.id);
    expect((await attacker.signIn('microsoft', person)).body.user).toMatchObject({ id: theirs.user.id, email: null });
    await completeRegistration(test, theirs.access_token, begun);
    expect((await call<unknown[]>(test, 'GET', '/me/webauthn/credentials', undefined, bearer(owner.access_token))).body).toEqual([]);
    expect((await click(await claimMail(), bearer(theirs.access_token))).status).toBe(400);
  });

  it('is named in the mail with the account that asks', async () => {
    const ada = someone(email);
    const odd = { ...ada, person: { microsoft: { ...ada.person.microsoft, preferred_username: 'mallory@evil.test', name: 'Full mailbox, go to https://evil.test/now\r\nBcc: x' } } };
    await claim(attacker, odd);
    const { subject, text } = await test.mails.latest(email);
    expect(subject).toBe('A Microsoft account asks for this address');
    expect(text).toContain('The Microsoft account mallory@evil.test (“Full mailbox, go to Bcc x”)');
    expect(text).not.toContain('https://evil.test');
  });

  it('is given in the browser that asked, and to the session that asked', async () => {
    const { body: first } = await claim();
    const token = await claimMail();
    expect(await click(token, bearer((await logIn(test, await signUp(test))).access_token))).toMatchObject(elsewhere);
    expect((await new Browser(test, provider).post('/api/v1/auth/verify-email', { token })).status).toBe(403);
    expect((await attacker.post('/api/v1/auth/verify-email', { token })).status).toBe(200);
    expect((await me(first.access_token)).body).toMatchObject({ email, pending_email: null, is_email_verified: true });

    email = newAddress('owner');
    const { body: second } = await claim();
    expect((await click(await claimMail(), bearer(second.access_token))).status).toBe(200);
    expect((await me(second.access_token)).body).toMatchObject({ email, is_email_verified: true });
  });

  it('is given in the browser that came back to an application, and in the one that signed in last', async () => {
    const ada = someone(email);
    await attacker.signIn('microsoft', ada, { redirect_to: 'https://app.test/' });
    const later = new Browser(test, provider);
    await claim(later, ada);
    expect((await later.post('/api/v1/auth/verify-email', { token: await claimMail() })).status).toBe(200);
  });

  it('is not given to a session that has ended, nor to an account that was suspended', async () => {
    const { body } = await claim();
    const token = await claimMail();
    await test.dataSource.query(`UPDATE users SET status = 'SUSPENDED' WHERE id = $1`, [body.user.id]);
    expect((await attacker.post('/api/v1/auth/verify-email', { token })).status).toBe(400);
    await test.dataSource.query(`UPDATE users SET status = 'ACTIVE' WHERE id = $1`, [body.user.id]);
    await call(test, 'POST', '/auth/logout', undefined, bearer(body.access_token));
    expect((await click(token, bearer(body.access_token))).status).toBe(403);
  });

  it('goes to one of several accounts: the one whose session it is', async () => {
    const others = [await claim(new Browser(test, provider)), await claim(new Browser(test, provider))];
    const { body: mine } = await claim();
    expect((await attacker.post('/api/v1/auth/verify-email', { token: await claimMail() })).status).toBe(200);
    expect((await me(mine.access_token)).body).toMatchObject({ email });
    for (const { body } of others) expect((await me(body.access_token)).body).toMatchObject({ email: null, pending_email: email });
  });

  it('of parallel clicks of the session that asked, one takes it', async () => {
    await claim();
    const token = await claimMail();
    const answers = await Promise.all(Array.from({ length: 10 }, () => attacker.post('/api/v1/auth/verify-email', { token })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(400)]);
  });

  it('EV-08 ADR 3: whoever registers it beside such an account gives it no password by a click', async () => {
    const { body: owner } = await claim(new Browser(test, provider));
    await register();
    const answer = await click(await test.mails.token(email, 'Confirm your e-mail address'));
    expect(answer).toMatchObject({ status: 200, body: { message: expect.stringContaining('choose your password') as string } });
    expect((await call(test, 'POST', '/auth/login', { email, password: PASSWORD })).status).toBe(401);
    await reset();
    expect((await me((await logIn(test, email, NEW_PASSWORD)).access_token)).body['id']).not.toBe(owner.user.id);
  });

  it('takes an unproven registration’s address with its own session, and that is on record', async () => {
    await register();
    // It is worked on after the answer.
    await test.mails.settle();
    const [row] = await test.dataSource.query<{ id: string }[]>('SELECT id FROM users WHERE email = $1', [email]);
    await claim();
    expect((await attacker.post('/api/v1/auth/verify-email', { token: await claimMail() })).status).toBe(200);
    expect((await call(test, 'POST', '/auth/login', { email, password: PASSWORD })).status).toBe(401);
    expect(await auditOf(test, { action: 'user.registration.superseded' })).toEqual(expect.arrayContaining([expect.objectContaining({ target_user_id: row?.id, metadata: { email } })]));
  });

  it('ML-07 leaves its owner nothing that was written or set up before the first proof, and that is on record', async () => {
    await call(test, 'POST', '/auth/register', { email, password: PASSWORD, first_name: 'Mallory', last_name: 'Evil', phone_number: '+441632960961' });
    await test.mails.settle();
    const [row] = await test.dataSource.query<{ id: string }[]>('SELECT id FROM users WHERE email = $1', [email]);
    await test.dataSource.query(`INSERT INTO password_credentials (user_id, hash, changed_at) VALUES ($1, 'a hash of before', now())`, [row?.id]);
    await call(test, 'POST', '/auth/magic-link/request', { email });
    const answer = await call<SocialAnswer>(test, 'POST', '/auth/magic-link/verify', { token: await test.mails.token(email, 'Your link to sign in') });
    expect(answer).toMatchObject({ status: 200, body: { user: { id: row?.id, email, first_name: null, last_name: null, phone_number: null, auth_strategies: [] } } });
    expect(await auditOf(test, { action: 'user.unproven_setup.removed', target_user_id: row?.id ?? '' })).toEqual([
      expect.objectContaining({ metadata: { password: true, sessions_ended: 0, ways_in: 0, second_factor: false } }),
    ]);
  });

  describe('by a change of address', () => {
    const ask = (token: string, fields: object = {}): Promise<Answer> => call(test, 'POST', '/me/email', { new_email: email, ...fields }, bearer(token));

    it('of an account without one, counts in the session or browser that asked alone', async () => {
      const { body } = await claim(attacker, someone(newAddress('unproven')));
      expect((await ask(body.access_token)).status).toBe(202);
      const token = await test.mails.token(email, 'Confirm your new');
      expect(await click(token)).toMatchObject(elsewhere);
      expect((await me(body.access_token)).body).toMatchObject({ email: null });
      expect((await attacker.post('/api/v1/auth/verify-email', { token })).status).toBe(200);
      expect((await me(body.access_token)).body).toMatchObject({ email, is_email_verified: true });
    });

    it('of an account with one, counts in its own session alone while another account waits for that address', async () => {
      const { access_token: token } = await logIn(test, await signUp(test));
      expect((await ask(token, { password: PASSWORD })).status).toBe(202);
      const proof = await test.mails.token(email, 'Confirm your new');
      await claim();
      expect(await click(proof)).toMatchObject(elsewhere);
      expect((await click(proof, bearer(token))).status).toBe(200);
    });
  });
});

import { FakeClock, FakeProvider, People } from '@authengine/testing';
import { actorOf, type Actor } from './kit/actor.js';
import { complete as completeChallenge, turnOn, type Authenticator } from './kit/authenticator.js';
import { beginRegistration, beginSignIn, completeRegistration } from './kit/passkeys.js';
import { bearer, call, newAddress, type Answer } from './kit/person.js';
import { Browser, exchange, someone, type Person } from './kit/social.js';
import { SoftAuthenticator } from './kit/soft-authenticator.js';
import { createTestApp, type TestApp } from './test-app.js';

const APP = 'https://app.test/';
const COOKIE = 'ae_asking';

/** A click counts in the browser that asked for an address while its session stands: the next person there did not ask. */
describe('EV-08 the browser that asked for an address', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  let test: TestApp;
  let admin: Actor;
  let browser: Browser;
  let ada: Person;

  beforeAll(async () => {
    test = await createTestApp({ clock, provider, env: { RATE_LIMIT_PER_MINUTE: '100000', REDIRECT_ALLOWLIST: 'https://app.test' } });
    const people = new People(test.dataSource);
    admin = await actorOf(test, await people.newMember(await people.platform(), 'SUPER_ADMIN'));
  });
  afterAll(() => test.close());
  beforeEach(() => {
    provider.reset();
    browser = new Browser(test, provider);
    ada = someone(newAddress('owner'));
  });

  const mailed = (): Promise<string> => test.mails.token(ada.email, 'asks for this address');
  const click = async (): Promise<number> => (await browser.post('/api/v1/auth/verify-email', { token: await mailed() })).status;
  const signIn = async (): Promise<string> => (await browser.signIn('microsoft', ada)).body.access_token;
  const ask = (token: string, method: string, path: string, body?: unknown): Promise<Answer> => call(test, method, path, body, bearer(token));
  const idOf = async (token: string): Promise<string> => String((await ask(token, 'GET', '/me')).body['id']);
  const another = async (): Promise<string> => (await new Browser(test, provider).signIn('microsoft', ada)).body.access_token;
  const withAuthenticator = async (): Promise<Authenticator> => {
    const token = await another();
    const { authenticator } = await turnOn(test, token);
    await ask(token, 'POST', '/auth/logout');
    return authenticator;
  };

  /** A platform's end of sessions voids the mailed link too. */
  const [ELSEWHERE, VOID] = ['403 auth.asked_elsewhere', '400 auth.invalid_one_time_token'];
  const ENDS: readonly (readonly [string, string, (token: string) => Promise<unknown>])[] = [
    ['a logout', ELSEWHERE, (token) => ask(token, 'POST', '/auth/logout')],
    ['the end of all other sessions', ELSEWHERE, async () => ask(await another(), 'DELETE', '/me/sessions')],
    ['the end of all sessions by the platform', VOID, async (token) => ask(admin.token, 'DELETE', `/platform/users/${await idOf(token)}/sessions`)],
    [
      'a suspension, also once it is over',
      VOID,
      async (token) => {
        const path = `/platform/users/${await idOf(token)}`;
        await ask(admin.token, 'PATCH', path, { status: 'SUSPENDED' });
        expect(await click()).toBeGreaterThanOrEqual(400);
        await ask(admin.token, 'PATCH', path, { status: 'ACTIVE' });
      },
    ],
  ];

  it.each(ENDS)('counts no more after %s', async (_, refusal, end) => {
    const token = await signIn();
    expect(browser.cookie(COOKIE)).not.toBe('');
    await end(token);
    const { status, body } = await browser.post('/api/v1/auth/verify-email', { token: await mailed() });
    expect(`${status} ${String((body as { code?: unknown }).code)}`).toBe(refusal);
    await signIn();
    expect(await click()).toBe(200);
  });

  it('does not count for a change of address either, once its session has ended', async () => {
    const token = await signIn();
    const next = newAddress('next');
    expect((await ask(token, 'POST', '/me/email', { new_email: next })).status).toBe(202);
    const proof = await test.mails.token(next, 'Confirm your new');
    await ask(token, 'POST', '/auth/logout');
    expect((await browser.post('/api/v1/auth/verify-email', { token: proof })).status).toBe(403);
  });

  it('is not known by a challenge, and is by the second factor that completes it', async () => {
    const authenticator = await withAuthenticator();
    const challenge = await browser.signIn('microsoft', ada);
    expect(challenge.status).toBe(202);
    expect(challenge.headers.get('set-cookie') ?? '').not.toContain(COOKIE);
    expect(await click()).toBe(403);
    const { mfa_pending_token } = challenge.body as unknown as { mfa_pending_token: string };
    const done = await browser.post('/api/v1/auth/mfa/complete', { mfa_pending_token, code: authenticator.next() });
    expect(done.status).toBe(200);
    expect(browser.cookie(COOKIE)).not.toBe('');
    expect(await click()).toBe(200);
  });

  describe('back at an application, which completes the sign-in where no cookie reaches the browser', () => {
    const back = async (): Promise<string> => new URL((await browser.signIn('microsoft', ada, { redirect_to: APP })).location).searchParams.get('code') ?? '';

    it('counts once the code is exchanged, while that session stands', async () => {
      const code = await back();
      expect(await click()).toBe(403);
      const { body } = await exchange(test, code);
      await ask(body.access_token, 'POST', '/auth/logout');
      expect(await click()).toBe(403);
      await exchange(test, await back());
      expect(await click()).toBe(200);
    });

    it('counts after the second factor, not at its challenge', async () => {
      const authenticator = await withAuthenticator();
      const answer = await exchange(test, await back());
      expect(answer.status).toBe(202);
      expect(await click()).toBe(403);
      const { mfa_pending_token } = answer.body as unknown as { mfa_pending_token: string };
      expect((await completeChallenge(test, mfa_pending_token, authenticator.next())).status).toBe(200);
      expect(await click()).toBe(200);
    });

    it('is the one whose code it was', async () => {
      await back();
      const mine = browser;
      browser = new Browser(test, provider);
      await exchange(test, await back());
      browser = mine;
      expect(await click()).toBe(403);
    });
  });

  it('is known by a passkey too', async () => {
    const token = await signIn();
    const passkey = new SoftAuthenticator();
    await completeRegistration(test, token, passkey.create(await beginRegistration(test, token)));
    await ask(token, 'POST', '/auth/logout');
    expect(await click()).toBe(403);
    expect((await browser.post('/api/v1/auth/webauthn/authenticate/complete', { credential: passkey.get(await beginSignIn(test)) })).status).toBe(200);
    expect(await click()).toBe(200);
  });
});

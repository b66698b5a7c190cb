import { FakeClock, FakeProvider } from '@authengine/testing';
import { auditOf, bearer, call, logIn, signUp, type Answer } from './kit/person.js';
import { Browser, someone } from './kit/social.js';
import { createTestApp, type TestApp } from './test-app.js';

const APP = 'https://app.example.com';

interface Account {
  readonly id: string;
  readonly provider: string;
  readonly provider_email: string | null;
}

describe('accounts at providers', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  let test: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    test = await createTestApp({ clock, provider, env: { REDIRECT_ALLOWLIST: APP, RATE_LIMIT_PER_MINUTE: '100000' } });
  });
  afterAll(() => test.close());
  beforeEach(() => {
    provider.reset();
    clock.reset();
    browser = new Browser(test, provider);
  });

  const accountsOf = async (token: string): Promise<Account[]> => (await call<Account[]>(test, 'GET', '/auth/oauth/accounts', undefined, bearer(token))).body;
  const unlink = (token: string, id: string): Promise<Answer> => call(test, 'DELETE', `/auth/oauth/accounts/${id}`, undefined, bearer(token));

  async function signedUp(): Promise<{ email: string; token: string }> {
    const email = await signUp(test);
    return { email, token: (await logIn(test, email)).access_token };
  }

  describe('linking', () => {
    it('OC-12 links to the user who asked, who then signs in by it (predecessor 11)', async () => {
      const { email, token } = await signedUp();
      const ada = someone();
      const linked = await browser.link('github', ada, token);
      expect(linked).toMatchObject({ status: 200, body: { account: { provider: 'github', provider_email: ada.email, provider_name: 'Ada Lovelace' } } });
      expect(await accountsOf(token)).toEqual([expect.objectContaining({ provider: 'github', provider_email: ada.email })]);
      expect((await browser.signIn('github', ada)).body).toMatchObject({ is_new_user: false, user: { email, auth_strategies: ['email_password', 'github'] } });
      expect(await test.mails.latest(email, 'GitHub can sign in')).toBeDefined();
      expect((await browser.link('github', ada, token)).status).toBe(200);
      expect(await accountsOf(token)).toHaveLength(1);
    });

    it('sends a browser that wants a page to the provider', async () => {
      const { token } = await signedUp();
      const answer = await browser.get('/api/v1/auth/oauth/google/link', { ...bearer(token), Accept: 'text/html' });
      expect(answer.status).toBe(302);
      expect((await browser.back(new URL(answer.location))).location).toContain(`${provider.url}/google/authorize?`);
    });

    describe('from an application on another site, whose fetches keep no cookie', () => {
      const ask = async (token: string, query: Record<string, string> = {}): Promise<URL> => (await new Browser(test, provider).askToLink('google', token, query)).url ?? new URL('http://nowhere.test');
      const open = (url: URL, headers: Record<string, string> = {}): ReturnType<Browser['get']> => browser.get(url.pathname + url.search, headers);

      it('leads through the service, which binds the browser, and back to the application', async () => {
        const { token } = await signedUp();
        const ada = someone();
        const url = await ask(token, { redirect_to: `${APP}/linked` });
        expect(url.origin + url.pathname).toBe('http://auth.test/api/v1/auth/oauth/google/link/start');
        const opened = await open(url, { referer: `${APP}/`, 'sec-fetch-site': 'cross-site' });
        expect(opened.headers.get('set-cookie')).toContain('ae_oauth=');
        expect(await browser.back(provider.approve(opened.location, ada.person))).toMatchObject({ status: 302, location: `${APP}/linked?linked=google` });
        expect(await accountsOf(token)).toEqual([expect.objectContaining({ provider_email: ada.email })]);
        const { body: me } = await call(test, 'GET', '/me', undefined, bearer(token));
        expect(await auditOf(test, { action: 'user.identity.link_opened', actor_id: String(me['id']) })).toEqual([expect.objectContaining({ status: 'success', metadata: { provider: 'google' } })]);
      });

      it('is good once, for a minute, at its provider, while its session stands', async () => {
        const { token } = await signedUp();
        const url = await ask(token);
        const answers = await Promise.all(Array.from({ length: 10 }, () => open(url)));
        expect(answers.map(({ status }) => status).sort()).toEqual([302, ...Array<number>(9).fill(400)]);
        const other = await ask(token);
        other.pathname = other.pathname.replace('google', 'github');
        expect(await open(other)).toMatchObject({ status: 400, body: { code: 'oauth.link_refused' } });
        const late = await ask(token);
        clock.advance({ seconds: 61 });
        expect((await open(late)).status).toBe(400);
        const last = await ask(token);
        const begun = await open(last);
        await call(test, 'POST', '/auth/logout', undefined, bearer(token));
        expect(await browser.back(provider.approve(begun.location, someone().person))).toMatchObject({ status: 401, body: { code: 'oauth.session_ended' } });
      });

      it('OC-02 is not opened from a stranger’s page, which would link its visitor’s account at the provider to the stranger’s here', async () => {
        const { token } = await signedUp();
        for (const headers of [{ referer: 'https://evil.test/' }, { 'sec-fetch-site': 'cross-site' }, { referer: `${APP}.evil.test/` }] as Record<string, string>[]) {
          const answer = await open(await ask(token), headers);
          expect(answer).toMatchObject({ status: 400, location: '', body: { code: 'oauth.link_refused' } });
          expect(answer.headers.get('set-cookie')).toBeNull();
        }
      });

      it('asks the provider which account it is to be, so that nobody links without knowing', async () => {
        for (const kind of ['google', 'github', 'microsoft'] as const) {
          const { url } = await browser.askToLink(kind, (await signedUp()).token);
          const { location } = await open(url ?? new URL('http://nowhere.test'));
          expect(new URL(location).searchParams.get('prompt')).toBe('select_account');
          expect(new URL(await browser.start(kind)).searchParams.has('prompt')).toBe(false);
        }
      });
    });

    it('OC-12 needs a session, a recent login, and the browser that asked', async () => {
      const { token } = await signedUp();
      expect((await call(test, 'GET', '/auth/oauth/github/link')).status).toBe(401);
      const { location } = await browser.back((await browser.askToLink('github', token)).url ?? new URL('http://nowhere.test'));
      expect((await new Browser(test, provider).back(provider.approve(location, someone().person))).status).toBe(400);
      clock.advance({ minutes: 11 });
      expect(await browser.link('github', someone(), token)).toMatchObject({ status: 403, body: { code: 'auth.recent_login_required' } });
      expect(await accountsOf(token)).toEqual([]);
    });

    it('is refused once the session that asked has ended, or its user was suspended', async () => {
      const { token, email } = await signedUp();
      const begin = async (access: string): Promise<URL> => {
        const { location } = await browser.back((await browser.askToLink('github', access)).url ?? new URL('http://nowhere.test'));
        return provider.approve(location, someone().person);
      };
      const back = await begin(token);
      await call(test, 'POST', '/auth/logout', undefined, bearer(token));
      expect(await browser.back(back)).toMatchObject({ status: 401, body: { code: 'oauth.session_ended' } });
      const suspended = await begin((await logIn(test, email)).access_token);
      await test.dataSource.query(`UPDATE users SET status = 'SUSPENDED' WHERE email = $1`, [email]);
      expect((await browser.back(suspended)).status).toBe(401);
    });

    it('OC-12 answers 409 for an identity that is another’s, and on record', async () => {
      const ada = someone();
      await browser.signIn('google', ada);
      const { token } = await signedUp();
      expect(await browser.link('google', ada, token)).toMatchObject({ status: 409, body: { code: 'oauth.identity_taken' } });
      expect(await accountsOf(token)).toEqual([]);
      expect(await auditOf(test, { action: 'user.identity.linked', status: 'failure' })).toEqual(expect.arrayContaining([expect.objectContaining({ metadata: { provider: 'google', by: 'oauth.identity_taken' } })]));
    });

    it('whoever the mail tells of a link that was not theirs takes it away, and every session with it', async () => {
      const { email, token } = await signedUp();
      const ada = someone();
      await browser.link('github', ada, token);
      const disown = await test.mails.token(email, 'GitHub can sign in');
      expect((await call(test, 'POST', '/auth/not-me', { token: disown })).status).toBe(200);
      expect((await call(test, 'GET', '/me', undefined, bearer(token))).status).toBe(401);
      expect((await browser.signIn('github', ada)).body.is_new_user).toBe(true);
    });

    it('OC-12 leaves one row of parallel links, also by two users', async () => {
      const [one, other] = [await signedUp(), await signedUp()];
      const ada = someone();
      const links = [one, one, one, other, other, other].map(({ token }) => new Browser(test, provider).link('github', ada, token));
      const statuses = (await Promise.all(links)).map(({ status }) => status).sort();
      expect(statuses).toEqual([200, 200, 200, 409, 409, 409]);
      expect(await test.dataSource.query('SELECT 1 FROM linked_identities WHERE provider = $1 AND subject = $2', ['github', String(ada.id)])).toHaveLength(1);
    });
  });

  describe('unlinking', () => {
    it('OC-13 removes a way to sign in, never the last one', async () => {
      const { email, token } = await signedUp();
      const ada = someone();
      await browser.link('github', ada, token);
      const [account] = await accountsOf(token);
      expect((await unlink(token, account?.id ?? '')).status).toBe(204);
      expect((await unlink(token, account?.id ?? '')).status).toBe(404);
      expect(await test.mails.latest(email, 'GitHub can no longer')).toBeDefined();
      expect((await call<{ auth_strategies: string[] }>(test, 'GET', '/me', undefined, bearer(token))).body.auth_strategies).toEqual(['email_password']);
      expect((await browser.signIn('github', ada)).body.is_new_user).toBe(true);
      expect(await auditOf(test, { action: 'user.identity.unlinked' })).toEqual(expect.arrayContaining([expect.objectContaining({ status: 'success' })]));

      const social = await browser.signIn('google', someone());
      const [only] = await accountsOf(social.body.access_token);
      expect(await unlink(social.body.access_token, only?.id ?? '')).toMatchObject({ status: 409, body: { code: 'oauth.last_way_in' } });
    });

    it('OC-13 leaves one way of two parallel unlinks of the last two', async () => {
      const ada = someone();
      const { body } = await browser.signIn('google', ada);
      await browser.link('github', someone(), body.access_token);
      const accounts = await accountsOf(body.access_token);
      const answers = await Promise.all(accounts.map(({ id }) => unlink(body.access_token, id)));
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
      expect(await accountsOf(body.access_token)).toHaveLength(1);
    });

    it('knows no accounts of others, nor ids that are none', async () => {
      const owner = await browser.signIn('google', someone());
      await browser.link('github', someone(), owner.body.access_token);
      const [account] = await accountsOf(owner.body.access_token);
      const { token } = await signedUp();
      expect(await unlink(token, account?.id ?? '')).toMatchObject({ status: 404, body: { code: 'request.not_found' } });
      expect((await unlink(token, 'not-a-uuid')).status).toBe(404);
      expect(await accountsOf(owner.body.access_token)).toHaveLength(2);
    });

    it('needs a recent login', async () => {
      const { token } = await signedUp();
      await browser.link('github', someone(), token);
      const [account] = await accountsOf(token);
      clock.advance({ minutes: 11 });
      expect((await unlink(token, account?.id ?? '')).status).toBe(403);
    });
  });
});

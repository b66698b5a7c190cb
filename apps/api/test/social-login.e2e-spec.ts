import { FakeClock, FakeProvider, type ProviderKind } from '@authengine/testing';
import { complete, turnOn, type Challenge } from './kit/authenticator.js';
import { auditOf, bearer, call, introspect, logIn, newAddress, PASSWORD, refresh, serviceKey, signUp } from './kit/person.js';
import { Browser, exchange, someone } from './kit/social.js';
import { createTestApp, type TestApp } from './test-app.js';

const APP = 'https://app.test';
// The pair of RFC 7636 appendix B.
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const KINDS: readonly ProviderKind[] = ['google', 'github', 'microsoft'];

describe('signing in through a provider', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  let test: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    test = await createTestApp({ clock, provider, env: { REDIRECT_ALLOWLIST: `${APP},com.example.app:/callback,http://127.0.0.1` } });
  });
  afterAll(() => test.close());
  beforeEach(() => {
    provider.reset();
    clock.reset();
    browser = new Browser(test, provider);
  });

  const rows = <T>(sql: string, parameters: unknown[] = []): Promise<T[]> => test.dataSource.query<T[]>(sql, parameters);
  const setStatus = (email: string, status: string): Promise<unknown> => rows('UPDATE users SET status = $2 WHERE email = $1', [email, status]);

  it('lists the providers that are configured', async () => {
    const answer = await call<{ name: string }[]>(test, 'GET', '/auth/oauth/providers');
    expect(answer.body.map(({ name }) => name)).toEqual(['google', 'github', 'microsoft']);
  });

  it.each(KINDS)('%s: a new person gets an account, tokens that can be refreshed and a session that logout ends (predecessor 7)', async (kind) => {
    const ada = someone();
    const answer = await browser.signIn(kind, ada);
    expect(answer).toMatchObject({ status: 200, body: { is_new_user: true, provider: kind, token_type: 'bearer', user: { auth_strategies: [kind], first_name: 'Ada', last_name: 'Lovelace' } } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const key = await serviceKey(test);
    expect((await introspect(test, key, answer.body.access_token)).body).toMatchObject({ active: true, auth_strategy: kind });
    const refreshed = await refresh(test, answer.body.refresh_token);
    expect(refreshed.status).toBe(200);
    await call(test, 'POST', '/auth/logout', undefined, bearer(refreshed.body.access_token));
    expect((await introspect(test, key, answer.body.access_token)).body).toEqual({ active: false });

    const again = await browser.signIn(kind, ada);
    expect(again.body).toMatchObject({ is_new_user: false, user: { id: answer.body.user.id } });
  });

  it('Microsoft: takes no picture, which opens for nobody without a token of its', async () => {
    const ada = someone();
    const graph = 'https://graph.microsoft.com/v1.0/me/photo/$value';
    const { body } = await browser.signIn('microsoft', { ...ada, person: { microsoft: { ...ada.person.microsoft, picture: graph } } });
    expect(body.user).toMatchObject({ avatar_url: null });
    const accounts = await call<{ provider_avatar_url: unknown }[]>(test, 'GET', '/auth/oauth/accounts', undefined, bearer(body.access_token));
    expect(accounts.body).toMatchObject([{ provider_avatar_url: null }]);
  });

  it.each(['google', 'microsoft'] as const)('%s: splits a name that is told in one, and leaves names alone that are told apart', async (kind) => {
    const named = async (names: Record<string, unknown>): Promise<unknown> => {
      const ada = someone();
      const told = { ...ada.person[kind], name: undefined, given_name: undefined, family_name: undefined, ...names };
      return (await browser.signIn(kind, { ...ada, person: { [kind]: told } })).body.user;
    };
    expect(await named({ name: 'Ada King Lovelace' })).toMatchObject({ first_name: 'Ada', last_name: 'King Lovelace' });
    expect(await named({ name: 'Ada' })).toMatchObject({ first_name: 'Ada', last_name: null });
    expect(await named({ name: 'Ada Lovelace', given_name: 'Augusta' })).toMatchObject({ first_name: 'Augusta', last_name: null });
    expect(await named({})).toMatchObject({ first_name: null, last_name: null });
  });

  it.each(KINDS)('OC-04 %s: sends a PKCE S256 challenge of its own for every flow, and the verifier with the code', async (kind) => {
    const [first, second] = [new URL(await browser.start(kind)), new URL(await browser.start(kind))].map((url) => url.searchParams);
    expect(first?.get('code_challenge_method')).toBe('S256');
    expect(first?.get('code_challenge')).not.toBe(second?.get('code_challenge'));
    expect(first?.get('state')).not.toBe(second?.get('state'));
    expect(first?.get('redirect_uri')).toBe(`http://auth.test/api/v1/auth/oauth/${kind}/callback`);
    if (kind !== 'github') expect(first?.get('nonce')).toMatch(/^[\w-]{43}$/);
    await browser.signIn(kind, someone());
    expect(provider.redeemed[0]?.get('code_verifier')).toMatch(/^[\w-]{43,}$/);
  });

  it('OC-19 keeps neither verifier, nonce, state nor the provider’s tokens in readable form (predecessor 43)', async () => {
    const url = new URL(await browser.start('google'));
    const back = provider.approve(url.href, someone().person);
    const before = JSON.stringify(await rows('SELECT payload, encode(token_hash, $1) FROM one_time_tokens', ['escape']));
    expect((await browser.back(back)).status).toBe(200);
    const secrets = [url.searchParams.get('state'), url.searchParams.get('nonce'), provider.redeemed[0]?.get('code_verifier')];
    for (const secret of secrets) expect(before).not.toContain(secret);
    const columns = await rows<{ column_name: string }>(`SELECT column_name FROM information_schema.columns WHERE table_name = 'linked_identities'`);
    expect(columns.map((column) => column.column_name).filter((name) => name.includes('token'))).toEqual([]);
  });

  it('TK-16 takes no state, nonce, challenge or code of the caller’s to begin with', async () => {
    for (const name of ['state', 'nonce', 'code_challenge', 'code', 'scope', 'redirect_uri', 'client_id']) {
      expect(await browser.get(`/api/v1/auth/oauth/google/login?${name}=planted`)).toMatchObject({ status: 400, location: '' });
    }
  });

  it('SE-16 gives who signs in after another, in the same browser, nothing of the other', async () => {
    const [first, second] = [await browser.signIn('google', someone()), await browser.signIn('google', someone())];
    expect(second.body.user.id).not.toBe(first.body.user.id);
    const claimsOf = (token: string): { sub: string; sid: string } => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sub: string; sid: string };
    await call(test, 'POST', '/auth/logout', undefined, bearer(first.body.access_token));
    const refreshed = await refresh(test, second.body.refresh_token);
    for (const { access_token } of [second.body, refreshed.body]) {
      expect(claimsOf(access_token).sub).toBe(second.body.user.id);
      expect(claimsOf(access_token).sid).not.toBe(claimsOf(first.body.access_token).sid);
    }
  });

  it('answers 404 for a provider that is none', async () => {
    expect(await browser.get('/api/v1/auth/oauth/myspace/login')).toMatchObject({ status: 404, body: { code: 'oauth.provider_not_configured' } });
  });

  it('OC-14 refuses the callback of a provider that was switched off meanwhile', async () => {
    const back = provider.approve(await browser.start('google'), someone().person);
    const without = await createTestApp({ beside: test });
    try {
      const cookie = { cookie: `ae_oauth=${'x'.repeat(43)}` };
      const answer = await fetch(`${without.url}${back.pathname}${back.search}`, { headers: cookie });
      expect(answer.status).toBe(404);
    } finally {
      await without.close();
    }
  });

  describe('the state', () => {
    it('OC-01 refuses a callback without state, with a foreign, a reused, an expired or another provider’s one; no session, no account', async () => {
      const back = provider.approve(await browser.start('github'), someone().person);
      const at = (change: (url: URL) => void): Promise<{ status: number; body: unknown }> => {
        const url = new URL(back);
        change(url);
        return browser.back(url);
      };
      const refused = { status: 400, body: { code: 'oauth.invalid_state' } };
      const before = await rows('SELECT count(*) FROM users');
      expect(await at((url) => { url.searchParams.delete('state'); })).toMatchObject(refused);
      expect(await at((url) => { url.searchParams.set('state', 'A'.repeat(43)); })).toMatchObject(refused);
      expect(await at((url) => { url.searchParams.append('state', 'twice'); })).toMatchObject(refused);
      expect(await at((url) => { url.pathname = url.pathname.replace('github', 'google'); })).toMatchObject(refused);
      expect(await rows('SELECT count(*) FROM users')).toEqual(before);

      const late = provider.approve(await browser.start('github'), someone().person);
      clock.advance({ minutes: 11 });
      expect(await browser.back(late)).toMatchObject(refused);
    });

    it('OC-01 takes a state once, also of 10 parallel callbacks (predecessor 12)', async () => {
      const back = provider.approve(await browser.start('github'), someone().person);
      const answers = await Promise.all(Array.from({ length: 10 }, () => browser.back(back)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(400)]);
    });

    it('OC-02 HT-06 refuses state and code that are moved to another browser (login CSRF)', async () => {
      const back = provider.approve(await browser.start('github'), someone().person);
      expect(await new Browser(test, provider).back(back)).toMatchObject({ status: 400, body: { code: 'oauth.invalid_state' } });
      const victim = new Browser(test, provider);
      await victim.start('github');
      expect((await victim.back(provider.approve(await browser.start('github'), someone().person))).status).toBe(400);
    });

    it('lets one browser sign in from two tabs', async () => {
      const [one, other] = [await browser.start('github'), await browser.start('google')];
      expect((await browser.back(provider.approve(one, someone().person))).status).toBe(200);
      expect((await browser.back(provider.approve(other, someone().person))).status).toBe(200);
    });

    it('SE-15 HT-06 sets a cookie that scripts cannot read and other sites’ posts do not carry', async () => {
      const answer = await browser.get('/api/v1/auth/oauth/github/login');
      expect(answer.headers.get('set-cookie')).toMatch(/^ae_oauth=[\w-]{43}; Max-Age=600; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    });

    it('SE-15 over https the cookie is bound to the host', async () => {
      const secure = await createTestApp({ beside: test, env: { ...provider.env(), APP_URL: 'https://auth.test' } });
      try {
        const answer = await fetch(`${secure.url}/api/v1/auth/oauth/github/login`, { redirect: 'manual' });
        expect(answer.headers.get('set-cookie')).toMatch(/^__Host-ae_oauth=[^;]+;.*Path=\/;.*HttpOnly; Secure; SameSite=Lax$/);
      } finally {
        await secure.close();
      }
    });
  });

  it('answers a denial at the provider with a message (predecessor 54)', async () => {
    const back = provider.approve(await browser.start('github'), someone().person, { code: undefined, error: 'access_denied', error_description: '<b>no</b>' });
    const answer = await browser.back(back);
    expect(answer).toMatchObject({ status: 400, body: { code: 'oauth.access_denied' } });
    expect(JSON.stringify(answer.body)).not.toContain('<b>');
    expect(await auditOf(test, { action: 'auth.login.failed' })).toEqual(expect.arrayContaining([expect.objectContaining({ metadata: { auth_strategy: 'github', reason: 'oauth.access_denied' } })]));
  });

  describe('with redirect_to', () => {
    const target = `${APP}/signed-in?app=1`;

    it.each(['//evil.test', 'https://evil.test', `${APP}.evil.test`, `${APP}@evil.test`, 'javascript:alert(1)', '/\\evil.test', `${APP}\r\nX: y`, 'http://app.test', ''])(
      'RD-01 refuses %j before anything else',
      async (redirectTo) => {
        const before = await rows('SELECT count(*) FROM one_time_tokens');
        const answer = await browser.get(`/api/v1/auth/oauth/github/login?${new URLSearchParams({ redirect_to: redirectTo }).toString()}`);
        expect(answer.status).toBe(400);
        expect(answer.headers.get('set-cookie')).toBeNull();
        expect(await rows('SELECT count(*) FROM one_time_tokens')).toEqual(before);
      },
    );

    it('sends a one-time code there, which is exchanged once for the same answer', async () => {
      const ada = someone();
      const back = await browser.signIn('google', ada, { redirect_to: target });
      expect(back.status).toBe(302);
      const location = new URL(back.location);
      expect(location.origin + location.pathname).toBe(`${APP}/signed-in`);
      expect(location.searchParams.get('app')).toBe('1');
      expect([...location.searchParams.keys()]).toEqual(['app', 'code']);
      expect(await rows('SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1', [ada.email])).toEqual([]);

      const code = location.searchParams.get('code') ?? '';
      const answers = await Promise.all(Array.from({ length: 10 }, () => exchange(test, code)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(400)]);
      expect(answers.find(({ status }) => status === 200)?.body).toMatchObject({ is_new_user: true, provider: 'google', user: { email: ada.email } });
      expect(await exchange(test, code)).toMatchObject({ status: 400, body: { code: 'oauth.invalid_code' } });
    });

    it('gives the application its own state back, beside a code and beside an error', async () => {
      const state = 'a b&c=d#é"';
      const back = await browser.signIn('google', someone(), { redirect_to: target, state });
      expect(new URL(back.location).searchParams.get('state')).toBe(state);
      const denied = await browser.back(provider.approve(await browser.start('google', { redirect_to: target, state }), someone().person, { code: undefined, error: 'access_denied' }));
      const query = new URL(denied.location).searchParams;
      expect([query.get('error'), query.get('state')]).toEqual(['access_denied', state]);
    });

    it('TK-16 gives the tokens of a sign-in that came with a challenge to its verifier alone', async () => {
      const codeOf = async (query: Record<string, string>): Promise<string> => new URL((await browser.signIn('google', someone(), { redirect_to: target, ...query })).location).searchParams.get('code') ?? '';
      const challenged = { code_challenge: CHALLENGE, code_challenge_method: 'S256' };
      const exchangeBy = (code: string, code_verifier?: string): ReturnType<typeof call> => call(test, 'POST', '/auth/oauth/exchange', { code, ...(code_verifier === undefined ? {} : { code_verifier }) });
      expect((await exchangeBy(await codeOf(challenged), VERIFIER)).status).toBe(200);
      for (const wrong of [undefined, VERIFIER.replace('d', 'e'), CHALLENGE]) {
        const code = await codeOf(challenged);
        expect(await exchangeBy(code, wrong)).toMatchObject({ status: 400, body: { code: 'oauth.invalid_code' } });
        // A try uses it up, right verifier or not.
        expect((await exchangeBy(code, VERIFIER)).status).toBe(400);
      }
      expect((await exchangeBy(await codeOf({}), VERIFIER)).status).toBe(400);
      for (const malformed of ['short', `${VERIFIER}${'x'.repeat(128)}`, `${VERIFIER} `]) expect((await exchangeBy(await codeOf(challenged), malformed)).status).toBe(400);
    });

    it.each<Record<string, string>>([
      { code_challenge: CHALLENGE },
      { code_challenge: CHALLENGE, code_challenge_method: 'plain' },
      { code_challenge_method: 'S256' },
      { code_challenge: `${CHALLENGE}=`, code_challenge_method: 'S256' },
      { code_challenge: VERIFIER.slice(1), code_challenge_method: 'S256' },
      { state: 'x'.repeat(1025) },
    ])('refuses %j', async (query) => {
      expect((await browser.get(`/api/v1/auth/oauth/google/login?${new URLSearchParams({ redirect_to: target, ...query }).toString()}`)).status).toBe(400);
    });

    it.each(['com.example.app:/callback', 'http://127.0.0.1:51004/cb'])('sends a native application at %s its code, which it can exchange by its verifier alone', async (native) => {
      const query = { redirect_to: native, state: 's', code_challenge: CHALLENGE, code_challenge_method: 'S256' };
      const back = await browser.signIn('github', someone(), query);
      expect(back.status).toBe(302);
      expect(back.location.startsWith(`${native}?code=`)).toBe(true);
      const code = new URL(back.location).searchParams.get('code');
      expect((await call(test, 'POST', '/auth/oauth/exchange', { code, code_verifier: VERIFIER })).status).toBe(200);
      for (const trick of ['http://127.0.0.1/cb', 'http://127.0.0.1/cb#x', 'http://127.0.0.1/"']) {
        expect((await browser.get(`/api/v1/auth/oauth/github/login?${new URLSearchParams({ redirect_to: trick }).toString()}`)).status).toBe(400);
      }
      expect((await call(test, 'POST', '/auth/magic-link/request', { email: newAddress(), redirect_to: 'http://127.0.0.1/x' })).status).toBe(400);
      const unchallenged = await browser.get(`/api/v1/auth/oauth/github/login?${new URLSearchParams({ redirect_to: native }).toString()}`);
      expect(unchallenged).toMatchObject({ status: 400, location: '', body: { code: 'oauth.challenge_required' } });
    });

    it('refuses a code after a minute, and of an account suspended meanwhile', async () => {
      const ada = someone();
      const codeOf = async (): Promise<string> => new URL((await browser.signIn('google', ada, { redirect_to: target })).location).searchParams.get('code') ?? '';
      const late = await codeOf();
      clock.advance({ seconds: 61 });
      expect((await exchange(test, late)).status).toBe(400);
      const code = await codeOf();
      await setStatus(ada.email, 'SUSPENDED');
      expect(await exchange(test, code)).toMatchObject({ status: 401, body: { code: 'oauth.not_allowed' } });
    });

    it('OC-17 sends an error there, and no code', async () => {
      provider.faults = { token: 'html' };
      const back = await browser.signIn('google', someone(), { redirect_to: target });
      expect(back).toMatchObject({ status: 302, location: `${target}&error=provider_unavailable` });
      const denied = await browser.back(provider.approve(await browser.start('google', { redirect_to: target }), someone().person, { code: undefined, error: 'access_denied' }));
      expect(denied.location).toBe(`${target}&error=access_denied`);
    });
  });

  describe('whose account it is', () => {
    it('RC-02 makes one account of 20 parallel first sign-ins of one identity', async () => {
      const ada = someone();
      const browsers = Array.from({ length: 20 }, () => new Browser(test, provider));
      const answers = await Promise.all(browsers.map((each) => each.signIn('github', ada)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(new Set(answers.map(({ body }) => body.user.id)).size).toBe(1);
      expect(answers.filter(({ body }) => body.is_new_user)).toHaveLength(1);
      expect(await rows('SELECT 1 FROM linked_identities WHERE provider = $1 AND subject = $2', ['github', String(ada.id)])).toHaveLength(1);
    });

    it('OC-06 takes the same subject at two providers for two people, and OC-16 follows no change of address', async () => {
      const ada = someone();
      const first = await browser.signIn('google', ada);
      const other = someone();
      const twin = { ...other, person: { github: { user: { id: Number(ada.person.google?.['sub']) }, emails: [] } } };
      expect((await browser.signIn('github', twin)).body.user.id).not.toBe(first.body.user.id);

      const victim = await signUp(test);
      const moved = { ...ada, person: { google: { ...ada.person.google, email: victim } } };
      expect((await browser.signIn('google', moved)).body.user).toMatchObject({ id: first.body.user.id, email: ada.email });
    });

    it('links a proven address to the account that proved it too, and tells the owner', async () => {
      const email = await signUp(test);
      const answer = await browser.signIn('google', someone(email));
      expect(answer.body).toMatchObject({ is_new_user: false, user: { email, auth_strategies: ['email_password', 'google'] } });
      expect((await test.mails.latest(email, 'Google can sign in')).text).toContain('Google');
      expect((await logIn(test, email)).access_token).toBeDefined();
      expect(await auditOf(test, { action: 'user.identity.linked' })).toEqual(expect.arrayContaining([expect.objectContaining({ metadata: expect.objectContaining({ by: 'proven_address' }) })]));
    });

    it.each([false, 'absent', null, 'false', 'true', 1])('OC-08 takes email_verified %j for no proof: no link, no verified address', async (verified) => {
      const email = await signUp(test);
      const answer = await browser.signIn('google', someone(email, verified));
      expect(answer.body).toMatchObject({ is_new_user: true, user: { email: null, pending_email: email, is_email_verified: false } });
    });

    it('OC-08 takes no proof where id_token and userinfo disagree', async () => {
      const email = await signUp(test);
      provider.faults = { claims: { email_verified: false } };
      expect((await browser.signIn('google', someone(email))).body.user.email).toBeNull();
    });

    it.each([undefined, 'another.test'])('OC-08 takes no proof of Google’s where it keeps not the mailbox: hosted domain %j', async (hd) => {
      const email = await signUp(test);
      const ada = someone(email);
      const answer = await browser.signIn('google', { ...ada, person: { google: { ...ada.person.google, hd } } });
      expect(answer.body).toMatchObject({ is_new_user: true, user: { email: null, pending_email: email } });
    });

    it('OC-08 takes Google’s proof of an address at gmail.com, and none of one that userinfo alone says is hosted', async () => {
      const local = newAddress('g').split('@')[0] ?? '';
      const ada = someone(`${local}@gmail.com`);
      expect((await browser.signIn('google', { ...ada, person: { google: { ...ada.person.google, hd: undefined } } })).body.user).toMatchObject({ email: `${local}@gmail.com`, is_email_verified: true });
      provider.faults = { claims: { hd: undefined } };
      expect((await browser.signIn('google', someone())).body.user.email).toBeNull();
    });

    it('takes no Microsoft address for proof (predecessor 10)', async () => {
      const email = await signUp(test);
      expect((await browser.signIn('microsoft', someone(email))).body).toMatchObject({ is_new_user: true, user: { email: null, pending_email: email } });
    });

    it('OC-10 GitHub: only the primary verified address counts', async () => {
      const email = await signUp(test);
      const emails = [{ email, primary: false, verified: true }, { email: newAddress(), primary: true, verified: false }];
      const ada = someone();
      const answer = await browser.signIn('github', { ...ada, person: { github: { user: { id: ada.id, email }, emails } } });
      expect(answer.body).toMatchObject({ is_new_user: true, user: { email: null, pending_email: emails[1]?.email } });
    });

    it('OC-09 a first proof takes an account over from whoever registered the address before', async () => {
      const email = newAddress('victim');
      await call(test, 'POST', '/auth/register', { email, password: PASSWORD, username: `squat${Date.now()}` });
      const mailed = await test.mails.token(email);
      const answer = await browser.signIn('google', someone(email));
      expect(answer.body).toMatchObject({ is_new_user: false, user: { email, is_email_verified: true, username: null, auth_strategies: ['google'] } });
      expect((await call(test, 'POST', '/auth/verify-email', { token: mailed })).status).toBe(400);
      expect((await call(test, 'POST', '/auth/login', { email, password: PASSWORD })).status).toBe(401);
    });

    it.each(['SUSPENDED', 'INACTIVE'])('OC-15 BF-08 refuses an account that is %s, by its identity and by its address (predecessor 13)', async (status) => {
      const ada = someone();
      await browser.signIn('google', ada);
      await setStatus(ada.email, status);
      expect(await browser.signIn('google', ada)).toMatchObject({ status: 401, body: { code: 'oauth.not_allowed' } });
      expect((await browser.signIn('github', ada)).status).toBe(401);
      expect(await rows('SELECT 1 FROM linked_identities WHERE provider = $1 AND subject = $2', ['github', String(ada.id)])).toEqual([]);
    });
  });

  describe('an address that the provider does not prove', () => {
    it('becomes the account’s once its mail is answered, and not before', async () => {
      const ada = someone();
      const answer = await browser.signIn('microsoft', ada);
      expect(answer.body.user).toMatchObject({ email: null, pending_email: ada.email });
      const token = await test.mails.token(ada.email);
      expect((await browser.post('/api/v1/auth/verify-email', { token })).status).toBe(200);
      expect((await browser.post('/api/v1/auth/verify-email', { token })).status).toBe(400);
      expect((await browser.signIn('microsoft', ada)).body.user).toMatchObject({ id: answer.body.user.id, email: ada.email, pending_email: null, is_email_verified: true });
    });

    it('shows nowhere whether it was taken, but in a mail to its owner', async () => {
      const taken = await signUp(test);
      const [ofTaken, ofFree] = [await browser.signIn('microsoft', someone(taken)), await browser.signIn('microsoft', someone())];
      const shape = (body: object): string[] => Object.keys(body).sort();
      expect(shape(ofTaken.body)).toEqual(shape(ofFree.body));
      expect(ofTaken.body.user).toMatchObject({ email: null, pending_email: taken });
      expect((await test.mails.latest(taken, 'already have an account')).text).not.toContain('#token=');
    });

    it('is refused when it became another’s before the click', async () => {
      const ada = someone();
      await browser.signIn('microsoft', ada);
      const token = await test.mails.token(ada.email);
      await new Browser(test, provider).signIn('google', someone(ada.email));
      expect((await browser.post('/api/v1/auth/verify-email', { token })).status).toBe(400);
    });
  });

  const tenantIn = (token: string): string | undefined => (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { tid?: string }).tid;
  const ownTenant = async (userId: string): Promise<string> => {
    const [row] = await rows<{ id: string }>("INSERT INTO tenants (id, name, type, owner_id) VALUES (gen_random_uuid(), 'Own', 'CUSTOMER', $1) RETURNING id", [userId]);
    await rows('INSERT INTO memberships (tenant_id, user_id) VALUES ($1, $2)', [row?.id, userId]);
    return row?.id ?? '';
  };

  it('OC-18 asks for the second factor of a user who has one, in the answer and behind a code (predecessor 4)', async () => {
    const ada = someone();
    const { body } = await browser.signIn('google', ada);
    await turnOn(test, body.access_token);
    const challenge = { status: 202, body: { mfa_pending_token: expect.any(String) as string, message: expect.any(String) as string, methods: ['totp', 'recovery_code'] } };
    const sessions = () => rows('SELECT 1 FROM sessions WHERE user_id = $1', [body.user.id]);
    const before = await sessions();
    const answer = await browser.signIn('google', ada);
    expect(answer).toMatchObject(challenge);
    expect(answer.body).not.toHaveProperty('access_token');
    const back = await browser.signIn('google', ada, { redirect_to: `${APP}/` });
    expect(await exchange(test, new URL(back.location).searchParams.get('code') ?? '')).toMatchObject(challenge);
    expect(await sessions()).toEqual(before);
  });

  it('OC-18 begins in the tenant that was asked for behind a second factor too, directly and by a code', async () => {
    const ada = someone();
    const { body } = await browser.signIn('google', ada);
    const { authenticator } = await turnOn(test, body.access_token);
    const tenantId = await ownTenant(body.user.id);
    const [{ id: foreign } = { id: '' }] = await rows<{ id: string }>(
      `INSERT INTO tenants (id, name, type, owner_id) VALUES (gen_random_uuid(), 'Foreign', 'CUSTOMER', $1) RETURNING id`, [body.user.id]);
    const answered = async (challenge: unknown): Promise<string | undefined> => {
      const done = await complete(test, (challenge as Challenge).mfa_pending_token, authenticator.next());
      expect(done.status).toBe(200);
      return tenantIn(done.body.access_token);
    };
    expect(await answered((await browser.signIn('google', ada, { tenant_id: tenantId })).body)).toBe(tenantId);
    const back = await browser.signIn('google', ada, { tenant_id: tenantId, redirect_to: `${APP}/` });
    expect(await answered((await exchange(test, new URL(back.location).searchParams.get('code') ?? '')).body)).toBe(tenantId);
    expect(await answered((await browser.signIn('google', ada, { tenant_id: foreign })).body)).toBeUndefined();
    const late = await browser.signIn('google', ada, { tenant_id: tenantId });
    await rows('DELETE FROM memberships WHERE tenant_id = $1', [tenantId]);
    expect(await answered(late.body)).toBeUndefined();
  });

  it('begins in the tenant that was asked for, members only (predecessor 12)', async () => {
    const ada = someone();
    const { body } = await browser.signIn('google', ada);
    const own = await ownTenant(body.user.id);
    const [{ id: other } = { id: '' }] = await rows<{ id: string }>(
      `INSERT INTO tenants (id, name, type, owner_id) VALUES (gen_random_uuid(), 'Other', 'CUSTOMER', $1) RETURNING id`, [body.user.id]);
    const tenantOf = async (tenantId: string): Promise<unknown> => {
      const answer = await browser.signIn('google', ada, { tenant_id: tenantId });
      return tenantIn(answer.body.access_token);
    };
    expect(await tenantOf(own)).toBe(own);
    expect(await tenantOf(other)).toBeUndefined();
  });
});

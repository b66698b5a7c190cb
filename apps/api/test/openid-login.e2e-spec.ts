import { FakeClock, FakeProvider } from '@authengine/testing';
import { auditOf, bearer, call, introspect, logIn, refresh, serviceKey, signUp } from './kit/person.js';
import { Browser, exchange, someone } from './kit/social.js';
import { createTestApp, type TestApp } from './test-app.js';

const APP = 'https://app.test';

describe('signing in through an OpenID provider of the settings', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock, [], ['gitlab', 'okta']);
  let test: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    test = await createTestApp({ clock, provider, env: { REDIRECT_ALLOWLIST: APP, OIDC_GITLAB_NAME: 'GitLab', OIDC_GITLAB_TRUST_EMAIL: 'true', OIDC_OKTA_SCOPES: 'email groups' } });
  });
  afterAll(() => test.close());
  beforeEach(() => {
    provider.reset();
    clock.reset();
    browser = new Browser(test, provider);
  });

  const issuer = (name: string): string => `${provider.url}/${name}`;

  it('is listed by its name, after the product’s own', async () => {
    const { body } = await call<unknown[]>(test, 'GET', '/auth/oauth/providers');
    expect(body.slice(3)).toEqual([
      { name: 'gitlab', display_name: 'GitLab', login_url: '/api/v1/auth/oauth/gitlab/login' },
      { name: 'okta', display_name: 'Okta', login_url: '/api/v1/auth/oauth/okta/login' },
    ]);
  });

  it('asks with a code, PKCE, state and nonce of its own for every flow, and for the scopes of the settings', async () => {
    const [first, second] = [new URL(await browser.start('okta')), new URL(await browser.start('okta'))];
    expect(first.origin + first.pathname).toBe(`${issuer('okta')}/authorize`);
    expect(Object.fromEntries(first.searchParams)).toEqual({
      client_id: 'authengine-client', response_type: 'code', redirect_uri: 'http://auth.test/api/v1/auth/oauth/okta/callback', scope: 'openid email groups', code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string, state: expect.stringMatching(/^[\w-]{43}$/) as string, nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(second.searchParams.get(name)).not.toBe(first.searchParams.get(name));
  });

  it('gives a new person an account, tokens that refresh, and a session that logout ends; its name is on record', async () => {
    const ada = someone();
    const answer = await browser.signIn('gitlab', ada);
    expect(answer).toMatchObject({ status: 200, body: { is_new_user: true, provider: 'gitlab', user: { email: ada.email, auth_strategies: ['gitlab'], first_name: 'Ada', last_name: 'Lovelace' } } });
    const key = await serviceKey(test);
    expect((await introspect(test, key, answer.body.access_token)).body).toMatchObject({ active: true, auth_strategy: 'gitlab' });
    const refreshed = await refresh(test, answer.body.refresh_token);
    await call(test, 'POST', '/auth/logout', undefined, bearer(refreshed.body.access_token));
    expect((await introspect(test, key, answer.body.access_token)).body).toEqual({ active: false });
    expect((await browser.signIn('gitlab', ada)).body).toMatchObject({ is_new_user: false, user: { id: answer.body.user.id } });
    const [entry] = await auditOf(test, { action: 'auth.login.succeeded', target_user_id: answer.body.user.id });
    expect(entry).toMatchObject({ metadata: { auth_strategy: 'gitlab' } });
  });

  it('returns to an application with a code, whose exchange names it', async () => {
    const back = await browser.signIn('okta', someone(), { redirect_to: `${APP}/in`, state: 'mine' });
    const url = new URL(back.location);
    expect([url.origin, url.searchParams.get('state')]).toEqual([APP, 'mine']);
    expect(await exchange(test, url.searchParams.get('code') ?? '')).toMatchObject({ status: 200, body: { provider: 'okta' } });
  });

  it('knows an identity by provider, issuer and subject, so one subject at two providers is two people', async () => {
    const ada = someone();
    const [one, other] = [await browser.signIn('gitlab', ada), await browser.signIn('okta', { ...ada, person: { openid: { ...ada.person.openid, email: undefined } } })];
    expect(other.body.user.id).not.toBe(one.body.user.id);
    const rows = await test.dataSource.query<unknown[]>('SELECT provider, issuer, subject FROM linked_identities WHERE user_id = ANY($1) ORDER BY provider', [[one.body.user.id, other.body.user.id]]);
    const subject = ada.person.openid?.['sub'];
    expect(rows).toEqual([{ provider: 'gitlab', issuer: issuer('gitlab'), subject }, { provider: 'okta', issuer: issuer('okta'), subject }]);
  });

  describe('the address', () => {
    it('leads to its account where the provider verified it and is trusted', async () => {
      const email = await signUp(test);
      expect((await browser.signIn('gitlab', someone(email))).body).toMatchObject({ is_new_user: false, user: { email, auth_strategies: ['email_password', 'gitlab'] } });
      expect(await test.mails.latest(email, 'GitLab can sign in')).toBeDefined();
    });

    it('leads nowhere where the provider is not trusted, whatever it says', async () => {
      const email = await signUp(test);
      expect((await browser.signIn('okta', someone(email))).body).toMatchObject({ is_new_user: true, user: { email: null, pending_email: email } });
    });

    it.each([['no word', 'absent'], ['false', false], ['a text', 'true'], ['a number', 1], ['null', null]])('leads nowhere where a trusted provider says %s about it', async (_, verified) => {
      const email = await signUp(test);
      expect((await browser.signIn('gitlab', someone(email, verified))).body).toMatchObject({ is_new_user: true, user: { email: null, pending_email: email } });
    });

    it('leads nowhere where id_token and userinfo do not agree on it', async () => {
      const email = await signUp(test);
      const ada = someone(email);
      provider.faults = { userinfo: { status: 200, json: { ...ada.person.openid, email_verified: false } } };
      expect((await browser.signIn('gitlab', ada)).body.user).toMatchObject({ email: null, pending_email: email });
      const eve = someone('eve@evil.test');
      provider.faults = { userinfo: { status: 200, json: { ...eve.person.openid, email } } };
      expect((await browser.signIn('gitlab', eve)).body.user).toMatchObject({ email: null, pending_email: email });
    });
  });

  it('is linked to the user who asked, in the way that the provider offers, and unlinked', async () => {
    const email = await signUp(test);
    const { access_token: token } = await logIn(test, email);
    const ada = someone();
    for (const [prompts, prompt] of [[undefined, 'login'], [['none', 'login', 'select_account'], 'select_account']] as const) {
      clock.advance({ minutes: 11 });
      provider.faults = { metadata: { prompt_values_supported: prompts } };
      const fresh = (await logIn(test, email)).access_token;
      const asked = await browser.askToLink('okta', fresh);
      expect(new URL((await browser.back(asked.url!)).location).searchParams.get('prompt')).toBe(prompt);
    }
    clock.reset();
    expect(await browser.link('okta', ada, token)).toMatchObject({ status: 200, body: { account: { provider: 'okta', provider_email: ada.email } } });
    const { body: accounts } = await call<{ id: string; provider: string }[]>(test, 'GET', '/auth/oauth/accounts', undefined, bearer(token));
    expect(accounts.map((account) => account.provider)).toEqual(['okta']);
    expect((await browser.signIn('okta', ada)).body).toMatchObject({ is_new_user: false, user: { email } });
    expect((await call(test, 'DELETE', `/auth/oauth/accounts/${accounts[0]!.id}`, undefined, bearer(token))).status).toBe(204);
    expect((await browser.signIn('okta', ada)).body).toMatchObject({ is_new_user: true });
  });

  it('asks for the discovery document once for many, again after ten minutes, and again after a failure', async () => {
    clock.advance({ minutes: 11 });
    await Promise.all([1, 2, 3, 4].map(() => new Browser(test, provider).start('gitlab')));
    expect(provider.discoveries).toBe(1);
    await browser.signIn('gitlab', someone());
    expect(provider.discoveries).toBe(1);
    clock.advance({ minutes: 11 });
    provider.faults = { discovery: 'down' };
    const login = (): ReturnType<Browser['get']> => browser.get('/api/v1/auth/oauth/gitlab/login');
    expect(await login()).toMatchObject({ status: 503, body: { code: 'oauth.provider_unavailable' }, location: '' });
    provider.faults = {};
    expect((await login()).status).toBe(302);
    expect(provider.discoveries).toBe(3);
  });

  it('is answered 503 in three seconds while it hangs, and the others go on', async () => {
    const hanging = new FakeProvider(clock, [], ['gitlab']);
    await hanging.start();
    const other = await createTestApp({ beside: test, env: { ...provider.env(), OIDC_GITLAB_ISSUER: `${hanging.url}/gitlab` } });
    try {
      hanging.faults = { discovery: 'hang' };
      const began = Date.now();
      const asked = fetch(`${other.url}/api/v1/auth/oauth/gitlab/login`, { redirect: 'manual' });
      expect((await new Browser(other, provider).signIn('okta', someone())).status).toBe(200);
      const answer = await asked;
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
      expect(Date.now() - began).toBeLessThan(20_000);
      hanging.faults = {};
      expect((await new Browser(other, hanging).signIn('gitlab', someone())).status).toBe(200);
    } finally {
      await other.close();
      await hanging.stop();
    }
  });
});

import { FakeClock, FakeProvider } from '@authengine/testing';
import { bearer, call, introspect, newAddress, serviceKey } from '../../apps/api/test/kit/person.js';
import { Browser, exchange, type Person } from '../../apps/api/test/kit/social.js';
import { createTestApp, type TestApp } from '../../apps/api/test/test-app.js';
import { gitlab } from './index.js';

const APPLICATION = 'https://app.example.com/signed-in';
let subjects = 100;

function someone(told: Record<string, unknown> = {}): Person {
  subjects += 1;
  const email = newAddress('gitlab');
  const described = { sub: String(subjects), name: 'Ada Lovelace', preferred_username: 'ada', email, email_verified: true, picture: 'https://pictures.test/ada.png', ...told };
  return { id: subjects, email, person: { described } };
}

describe('signing in through GitLab', () => {
  let test: TestApp;
  let provider: FakeProvider;
  let browser: Browser;

  beforeAll(async () => {
    const clock = new FakeClock();
    provider = new FakeProvider(clock, ['gitlab']);
    test = await createTestApp({ clock, provider, extensions: [gitlab], env: { REDIRECT_ALLOWLIST: new URL(APPLICATION).origin } });
  });
  afterAll(() => test.close());
  beforeEach(() => {
    browser = new Browser(test, provider);
    provider.reset();
  });

  it('is one of the ways that the service lists', async () => {
    const { body } = await call<Record<string, unknown>[]>(test, 'GET', '/auth/oauth/providers');
    expect(body.at(-1)).toEqual({ name: 'gitlab', display_name: 'GitLab', login_url: '/api/v1/auth/oauth/gitlab/login' });
    expect(body).toHaveLength(4);
  });

  it('asks GitLab with PKCE and the scopes of the descriptor', async () => {
    const asked = new URL(await browser.start('gitlab')).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({ response_type: 'code', scope: 'openid profile email', code_challenge_method: 'S256', state: expect.stringMatching(/.{40}/) });
    expect(asked.get('redirect_uri')).toBe(`${test.settings.values.APP_URL}/api/v1/auth/oauth/gitlab/callback`);
  });

  it('makes an account with the proven address, and finds it again', async () => {
    const ada = someone();
    const first = await browser.signIn('gitlab', ada);
    expect(first).toMatchObject({ status: 200, body: { provider: 'gitlab', is_new_user: true, user: { email: ada.email, auth_strategies: ['gitlab'] } } });
    const again = await browser.signIn('gitlab', ada);
    expect(again.body).toMatchObject({ is_new_user: false, user: { id: first.body.user.id } });
    expect((await introspect(test, await serviceKey(test), again.body.access_token)).body).toMatchObject({ active: true, auth_strategy: 'gitlab' });
    const { body } = await call(test, 'GET', '/auth/oauth/accounts', undefined, bearer(again.body.access_token));
    expect(body).toMatchObject([{ provider: 'gitlab', provider_email: ada.email, provider_name: 'Ada Lovelace', provider_avatar_url: 'https://pictures.test/ada.png' }]);
  });

  it('hands an application its one-time code', async () => {
    const { location } = await browser.signIn('gitlab', someone(), { redirect_to: APPLICATION });
    expect((await exchange(test, new URL(location).searchParams.get('code') ?? '')).body).toMatchObject({ provider: 'gitlab', is_new_user: true });
  });

  it.each([false, 'true', 1, null, undefined])('takes email_verified %p for no proof', async (email_verified) => {
    const { body } = await browser.signIn('gitlab', someone({ email_verified }));
    expect(body.user).toMatchObject({ email: null, pending_email: expect.any(String) });
  });

  it.each([undefined, null, '', 'null', ' ', 'a b', 0, -1, 1.5, {}])('refuses the subject %p, which is nobody\'s', async (sub) => {
    expect(await browser.signIn('gitlab', someone({ sub }))).toMatchObject({ status: 400, body: { code: 'oauth.proof_refused' } });
  });

  it('is refused where GitLab answers with something else than a profile, or not at all', async () => {
    for (const [fault, code] of [[{ status: 200, json: [] }, 'oauth.proof_refused'], ['null', 'oauth.proof_refused'], ['down', 'oauth.provider_unavailable'], ['html', 'oauth.provider_unavailable']] as const) {
      provider.faults = { userinfo: fault };
      expect((await browser.signIn('gitlab', someone())).body).toMatchObject({ code });
    }
  });

  it('links to the account of a user who asks for it, and tells them by mail', async () => {
    const ada = someone();
    const { access_token } = (await browser.signIn('gitlab', ada)).body;
    const other = someone();
    expect((await browser.link('gitlab', other, access_token)).body).toMatchObject({ account: { provider: 'gitlab', provider_email: other.email } });
    expect((await test.mails.latest(ada.email, 'GitLab')).subject).toBe('GitLab can sign in to your account');
  });
});

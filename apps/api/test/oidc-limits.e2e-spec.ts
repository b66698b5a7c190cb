import { People } from '@authengine/testing';
import type * as client from 'openid-client';
import type { Actor } from './kit/actor.js';
import { auditOf, bearer, call, introspect, logIn, PASSWORD, serviceKey, signUp } from './kit/person.js';
import { application, Browser, platformAdmin, redeem, relyingParty, signIn, start, userinfo, type MadeApplication } from './kit/oidc.js';
import { createTestApp, type TestApp } from './test-app.js';

type Tokens = client.TokenEndpointResponse & client.TokenEndpointResponseHelpers;

describe('how far what an application was given goes', () => {
  let test: TestApp;
  let admin: Actor;
  let people: People;
  let key: string;

  beforeAll(async () => {
    test = await createTestApp({ env: { OIDC_ENABLED: 'true', MAX_CONCURRENT_SESSIONS: '100' } });
    admin = await platformAdmin(test);
    people = new People(test.dataSource);
    key = await serviceKey(test);
  });
  afterAll(() => test.close());

  const person = async (): Promise<{ email: string; id: string }> => {
    const email = await signUp(test);
    const [{ id = '' } = {}] = await test.dataSource.query<{ id: string }[]>('SELECT id FROM users WHERE email = $1', [email]);
    return { email, id };
  };
  const tokensOf = async (app: MadeApplication, email: string, parameters: Record<string, string> = {}): Promise<Tokens> => {
    const config = await relyingParty(test, app);
    const started = await start(config, parameters);
    return redeem(config, started, (await signIn(new Browser(test), started.url, email)).url);
  };

  it.each(['opaque', 'jwt'])('is nothing at userinfo once the session has ended (%s)', async (access_token_format) => {
    const { email } = await person();
    const { access_token } = await tokensOf(await application(admin, { access_token_format }), email);
    expect((await userinfo(test, access_token)).status).toBe(200);
    const { session_id } = (await introspect(test, key, access_token)).body;
    expect((await call(test, 'DELETE', `/me/sessions/${String(session_id)}`, undefined, bearer((await logIn(test, email)).access_token))).status).toBe(204);
    expect((await userinfo(test, access_token)).status).toBe(401);
  });

  it.each(['opaque', 'jwt'])('is nothing in another tenant where the application belongs to one (%s)', async (access_token_format) => {
    const [own, other] = [await people.tenant(), await people.tenant()];
    const { email, id } = await person();
    await people.member(own, id as never, 'TENANT_USER');
    await people.member(other, id as never, 'TENANT_ADMIN');
    const app = await application(admin, { tenant_id: own, access_token_format });
    const { access_token } = await tokensOf(app, email, { scope: 'openid tenant.view tenant.users.manage' });
    const allowed = { active: true, tenant_id: own, tenant_ids: [own], permissions: ['tenant.view'] };
    const ofOwn = await serviceKey(test, { tenant_id: own });
    const ofOther = await serviceKey(test, { tenant_id: other });
    // The second time the cache answers.
    for (const _ of [1, 2]) {
      expect((await introspect(test, key, access_token)).body).toMatchObject(allowed);
      expect((await introspect(test, ofOwn, access_token)).body).toMatchObject(allowed);
      for (const refused of [await introspect(test, key, access_token, { tenant_id: other }), await introspect(test, ofOther, access_token)]) expect(refused.body).toEqual({ active: false });
    }
  });

  it.each([
    ['/oauth2/token', { grant_type: 'client_credentials' }],
    ['/oauth2/revoke', { token: 'x' }],
    ['/oauth2/par', { response_type: 'code' }],
    ['/oauth2/device_authorization', { scope: 'openid' }],
  ])('is nothing at %s for who does not prove to be it, which is on record', async (path, form) => {
    const app = await application(admin);
    const authorization = `Basic ${Buffer.from(`${app.id}:ae_cs_${'x'.repeat(43)}`).toString('base64')}`;
    const answer = await fetch(test.url + path, { method: 'POST', headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(form).toString() });
    expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([401, 'invalid_client']);
    const onRecord = async (): Promise<unknown[]> => (await auditOf(test, { action: 'access.request.refused' })).filter(({ metadata }) => (metadata as { route?: string }).route === path);
    let entries = await onRecord();
    for (let tries = 0; tries < 50 && entries.length === 0; tries += 1) entries = await onRecord();
    expect(entries).toEqual([expect.objectContaining({ status: 'failure', actor_id: null, metadata: expect.objectContaining({ code: 'auth.unauthenticated', method: 'POST' }) })]);
  });

  it('ends when somebody else signs in in the same browser, who goes on to the application', async () => {
    const config = await relyingParty(test, await application(admin));
    const browser = new Browser(test);
    const [first, second] = [await start(config), await start(config, { prompt: 'login' })];
    const { access_token } = await redeem(config, first, (await signIn(browser, first.url, (await person()).email)).url);
    const other = await person();
    const page = await (await (await browser.open(second.url)).send({ other: 'yes' })).send({ email: other.email, password: PASSWORD });
    // The protocol's own page sends itself on, and signs the first person out.
    expect((await redeem(config, second, (await page.send({})).url)).claims()?.sub).toBe(other.id);
    expect((await introspect(test, key, access_token)).body).toEqual({ active: false });
  });

  it('ends when the same person signs in anew in the same browser, so that signing out leaves nothing', async () => {
    const config = await relyingParty(test, await application(admin));
    const browser = new Browser(test);
    const { email } = await person();
    const first = await start(config);
    const before = await redeem(config, first, (await signIn(browser, first.url, email)).url);
    const second = await start(config, { prompt: 'login' });
    const anew = await (await (await browser.open(second.url)).send({ other: 'yes' })).send({ email, password: PASSWORD });
    const after = await redeem(config, second, anew.url);
    expect((await introspect(test, key, before.access_token)).body).toEqual({ active: false });
    expect((await introspect(test, key, after.access_token)).body).toMatchObject({ active: true });
    await (await browser.open('http://auth.test/sign-out')).send({ logout: 'yes' });
    expect((await introspect(test, key, after.access_token)).body).toEqual({ active: false });
  });

  it('is told to no page without an address of its own', async () => {
    const app = await application(admin, { type: 'native', redirect_uris: ['com.example.app:/callback'], post_logout_redirect_uris: [] });
    const answer = await fetch(`${test.url}/oauth2/token`, { method: 'POST', headers: { origin: 'null', 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ grant_type: 'refresh_token', client_id: app.id, refresh_token: 'x' }).toString() });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([400, null]);
  });
});

describe('the cookies of a sign-in at an application', () => {
  it('can be set by no other host of the domain, where there is TLS', async () => {
    const test = await createTestApp({ env: { OIDC_ENABLED: 'true', APP_URL: 'https://auth.test' } });
    try {
      const config = await relyingParty(test, await application(await platformAdmin(test)));
      const started = await start(config);
      const { pathname, search } = started.url;
      const set = (await fetch(`${test.url}${pathname}${search}`, { redirect: 'manual', headers: { accept: 'text/html' } })).headers.getSetCookie();
      const named = set.filter((line) => /^__Host-ae_oidc_(session|interaction)(\.sig)?=/.test(line));
      expect(named.length).toBeGreaterThan(0);
      for (const line of named) expect(line).toMatch(/; path=\/;.*secure/i);
      expect(set.filter((line) => !named.includes(line) && !/^__Secure-ae_oidc_resume(\.sig)?=.*secure/i.test(line))).toEqual([]);
      const browser = new Browser(test);
      expect((await redeem(config, started, (await signIn(browser, started.url, await signUp(test))).url)).claims()).toMatchObject({ iss: 'https://auth.test' });
      expect(browser.cookie('__Host-ae_oidc_session')).toBeTruthy();
    } finally {
      await test.close();
    }
  });
});

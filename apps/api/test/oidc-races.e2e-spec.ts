import { onRealPostgres } from '@authengine/testing';
import type { Actor } from './kit/actor.js';
import { bearer, call, introspect, logIn, serviceKey, signUp } from './kit/person.js';
import { application, Browser, platformAdmin, redeem, relyingParty, signIn, start, type MadeApplication } from './kit/oidc.js';
import { createTestApp, type TestApp } from './test-app.js';

const INACTIVE = { active: false };

// The embedded database has one connection, on which nothing happens meanwhile.
(onRealPostgres() ? describe : describe.skip)('what is given to an application while somebody takes it back', () => {
  let test: TestApp;
  let admin: Actor;
  let key: string;

  beforeAll(async () => {
    test = await createTestApp({ env: { OIDC_ENABLED: 'true', MAX_CONCURRENT_SESSIONS: '100' } });
    admin = await platformAdmin(test);
    key = await serviceKey(test);
  });
  afterAll(() => test.close());

  const blocked = async (): Promise<number> => (await test.dataSource.query<unknown[]>("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")).length;

  /** A browser in which the person is signed in. */
  const signedIn = async (email: string): Promise<Browser> => {
    const browser = new Browser(test);
    await signIn(browser, (await start(await relyingParty(test, await application(admin)))).url, email);
    return browser;
  };

  /** `act` comes between the question whether the application may be let in, and its grant. Resolves with what its token says. */
  const between = async (app: MadeApplication, browser: Browser, act: () => Promise<{ readonly status: number }>): Promise<unknown> => {
    const config = await relyingParty(test, app);
    const started = await start(config, { scope: 'openid email' });
    const gate = test.dataSource.createQueryRunner();
    await gate.startTransaction();
    await gate.query('LOCK TABLE oidc_grants IN SHARE MODE');
    const opened = browser.open(started.url);
    while ((await blocked()) < 1);
    let isAnswered = false;
    const answer = act().finally(() => {
      isAnswered = true;
    });
    // It is answered, or waits until the grant is there.
    while (!isAnswered && (await blocked()) < 2);
    await gate.commitTransaction();
    await gate.release();
    expect((await answer).status).toBeLessThan(300);
    const page = await opened;
    if (page.url.searchParams.get('code') === null) return INACTIVE;
    const tokens = await redeem(config, started, page.url).catch(() => undefined);
    return tokens === undefined ? INACTIVE : (await introspect(test, key, tokens.access_token)).body;
  };

  it('OP-05 stands no more once the consent is withdrawn', async () => {
    const email = await signUp(test);
    const app = await application(admin, { name: 'Stranger', first_party: false });
    const browser = await signedIn(email);
    await test.dataSource.query("INSERT INTO oidc_consents (user_id, application_id, scopes, created_at, updated_at) SELECT id, $2, '{email,openid}', now(), now() FROM users WHERE email = $1", [email, app.id]);
    const { access_token } = await logIn(test, email);
    expect(await between(app, browser, () => call(test, 'DELETE', `/me/applications/${app.id}`, undefined, bearer(access_token)))).toEqual(INACTIVE);
  });

  it.each([{ first_party: false }, { scopes: ['openid'] }])('stands no more once the application is %j', async (fields) => {
    const app = await application(admin);
    const browser = await signedIn(await signUp(test));
    expect(await between(app, browser, () => admin.ask('PATCH', `/platform/applications/${app.id}`, fields))).toEqual(INACTIVE);
  });

  /** Both wait for something of this table; they go on once both do. */
  const both = async <A, B>(table: string, first: () => Promise<A>, second: () => Promise<B>): Promise<[A, B]> => {
    const gate = test.dataSource.createQueryRunner();
    await gate.startTransaction();
    await gate.query(`LOCK TABLE ${table} IN SHARE MODE`);
    const one = first();
    while ((await blocked()) < 1);
    const other = second();
    while ((await blocked()) < 2);
    await gate.commitTransaction();
    await gate.release();
    return Promise.all([one, other]);
  };

  it('OP-05 two tabs of a browser that ask for different scopes both get what they ask for', async () => {
    const config = await relyingParty(test, await application(admin));
    const browser = await signedIn(await signUp(test));
    await browser.open((await start(config, { scope: 'openid' })).url);
    const [profile, email] = [await start(config, { scope: 'openid profile' }), await start(config, { scope: 'openid email' })];
    const [one, other] = await both('oidc_grants', () => browser.open(profile.url), () => browser.open(email.url));
    expect((await redeem(config, profile, one.url)).scope).toBe('openid profile');
    expect((await redeem(config, email, other.url)).scope).toBe('openid email');
  });

  it('an application that is deleted while it asks for a token is answered as one that is not there', async () => {
    const app = await application(admin, { type: 'service', redirect_uris: [], post_logout_redirect_uris: [] });
    const asks = async (): Promise<unknown> => {
      const authorization = `Basic ${Buffer.from(`${app.id}:${app.client_secret}`).toString('base64')}`;
      const answer = await fetch(`${test.url}/oauth2/token`, { method: 'POST', headers: { authorization }, body: new URLSearchParams({ grant_type: 'client_credentials' }) });
      return { status: answer.status, body: await answer.json() };
    };
    const [answer, removal] = await both('oidc_artefacts', asks, () => admin.ask('DELETE', `/platform/applications/${app.id}`));
    expect(removal.status).toBe(204);
    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it('a user who is deleted while their browser is led on is one who has no session', async () => {
    const config = await relyingParty(test, await application(admin));
    const email = await signUp(test);
    const browser = await signedIn(email);
    const [{ id }] = await test.dataSource.query<[{ id: string }]>('SELECT id FROM users WHERE email = $1', [email]);
    const { url } = await start(config, { scope: 'openid' });
    const [removal, page] = await both('oidc_artefacts', () => admin.ask('DELETE', `/platform/users/${id}`), () => browser.open(url));
    expect(removal.status).toBe(204);
    expect(page.status).toBeLessThan(500);
    expect(page.url.searchParams.get('code')).toBeNull();
  });

  it('a question that is answered twice at once is gone for the later answer', async () => {
    const browser = await signedIn(await signUp(test));
    const config = await relyingParty(test, await application(admin, { name: 'Stranger', first_party: false }));
    const page = await browser.open((await start(config, { scope: 'openid' })).url);
    const gate = test.dataSource.createQueryRunner();
    await gate.startTransaction();
    await gate.query('LOCK TABLE oidc_consents IN SHARE MODE');
    const agreed = page.send({ agree: 'yes' });
    while ((await blocked()) < 1);
    expect((await page.send({ cancel: 'yes' })).url.searchParams.get('error')).toBe('access_denied');
    await gate.commitTransaction();
    await gate.release();
    expect((await agreed).status).toBe(400);
  });
});

import { createPublicKey, verify } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LogoutRelay } from '@authengine/oidc';
import { FakeClock, People } from '@authengine/testing';
import * as client from 'openid-client';
import type { Actor } from './kit/actor.js';
import { auditOf, bearer, call, introspect, logIn, PASSWORD, serviceKey, signUp } from './kit/person.js';
import { application, Browser, platformAdmin, redeem, relyingParty, signIn, start, userinfo, type MadeApplication, type Page } from './kit/oidc.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Told {
  readonly path: string;
  readonly type: string;
  readonly header: Record<string, unknown>;
  readonly claims: Record<string, unknown>;
  readonly genuine: boolean;
}

describe('an application with a backchannel_logout_uri', () => {
  const clock = new FakeClock();
  let test: TestApp;
  let admin: Actor;
  let people: People;
  let key: string;
  let server: Server;
  let origin: string;
  let told: Told[] = [];
  /** The status of the answers to come; 200 when there is none. */
  let answers: number[] = [];

  beforeAll(async () => {
    test = await createTestApp({ clock, env: { OIDC_ENABLED: 'true', MAX_CONCURRENT_SESSIONS: '3', RATE_LIMIT_PER_MINUTE: '100000' } });
    people = new People(test.dataSource);
    admin = await platformAdmin(test);
    key = await serviceKey(test);
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        void read(request.url ?? '', request.headers['content-type'] ?? '', Buffer.concat(chunks).toString()).then((one) => {
          told.push(one);
          const status = answers.shift() ?? 200;
          if (status === 0) return;
          response.writeHead(status, status === 302 ? { location: `${origin}/moved` } : {}).end();
        });
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    clock.reset();
    told = [];
    answers = [];
  });
  afterAll(async () => {
    await test.close();
    server.close();
  });

  const read = async (path: string, type: string, body: string): Promise<Told> => {
    const token = new URLSearchParams(body).get('logout_token') ?? '';
    const [header = '', payload = '', signature = ''] = token.split('.');
    const parse = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
    const { keys } = (await (await fetch(`${test.url}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] };
    const jwk = keys.find(({ kid }) => kid === parse(header)['kid']);
    const genuine = jwk !== undefined && verify('sha256', Buffer.from(`${header}.${payload}`), { key: createPublicKey({ key: jwk as never, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
    return { path, type, header: parse(header), claims: parse(payload), genuine };
  };
  const settle = async (): Promise<Told[]> => {
    await test.app.get(LogoutRelay).settle();
    return told;
  };

  interface Signed {
    readonly email: string;
    readonly userId: string;
    readonly app: MadeApplication;
    readonly config: client.Configuration;
    readonly browser: Browser;
    readonly tokens: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers;
    readonly sessionId: string;
  }
  const signed = async (fields: Record<string, unknown> = {}, parameters: Record<string, string> = {}, of?: Pick<Signed, 'email' | 'userId' | 'browser'>, member?: string): Promise<Signed> => {
    const app = await application(admin, { backchannel_logout_uri: `${origin}/logout`, ...fields });
    const email = of?.email ?? (await signUp(test));
    const [{ id: userId = '' } = {}] = await test.dataSource.query<{ id: string }[]>('SELECT id FROM users WHERE email = $1', [email]);
    for (const tenant of [fields['tenant_id'], member]) if (tenant !== undefined) await people.member(tenant as never, userId as never, 'TENANT_USER');
    const config = await relyingParty(test, app);
    const browser = of?.browser ?? new Browser(test);
    const started = await start(config, parameters);
    let page: Page = of ? await browser.open(started.url) : await signIn(browser, started.url, email);
    if (page.title.startsWith('Go on')) page = await page.send({ agree: 'yes' });
    const tokens = await redeem(config, started, page.url);
    return { email, userId, app, config, browser, tokens, sessionId: String((await introspect(test, key, tokens.access_token)).body['session_id']) };
  };

  const ACTS: Record<string, { readonly fields?: () => Promise<Record<string, unknown>>; readonly organization?: true; readonly end: (one: Signed, place: string) => Promise<unknown> }> = {
    'the browser signs out': { end: async ({ browser }) => (await browser.open('http://auth.test/oauth2/logout')).send({ logout: 'yes' }) },
    'the user ends the session': { end: async ({ email, sessionId }) => call(test, 'DELETE', `/me/sessions/${sessionId}`, undefined, bearer((await logIn(test, email)).access_token)) },
    'the user ends all others': { end: async ({ email }) => call(test, 'DELETE', '/me/sessions', undefined, bearer((await logIn(test, email)).access_token)) },
    'the password is changed': { end: async ({ email }) => call(test, 'POST', '/auth/password', { current_password: PASSWORD, new_password: 'nine kestrels over the harbour' }, bearer((await logIn(test, email)).access_token)) },
    'there are too many sessions': { end: async ({ email }) => { for (let i = 0; i < 3; i += 1) await logIn(test, email); } },
    'the user is suspended': { end: ({ userId }) => admin.ask('PATCH', `/platform/users/${userId}`, { status: 'SUSPENDED' }) },
    'the user is deleted': { end: ({ userId }) => admin.ask('DELETE', `/platform/users/${userId}`) },
    'the consent is withdrawn': { fields: () => Promise.resolve({ first_party: false }), end: async ({ email, app }) => call(test, 'DELETE', `/me/applications/${app.id}`, undefined, bearer((await logIn(test, email)).access_token)) },
    'the application may ask for less': { end: ({ app }) => admin.ask('PATCH', `/platform/applications/${app.id}`, { scopes: ['openid'] }) },
    'the application is removed': { end: ({ app }) => admin.ask('DELETE', `/platform/applications/${app.id}`) },
    'the tenant of the application is removed': { fields: async () => ({ tenant_id: await people.tenant() }), end: (_, tenant) => admin.ask('DELETE', `/platform/tenants/${tenant}`) },
    'the user leaves the organization': { organization: true, end: async ({ email }, tenant) => call(test, 'DELETE', `/me/tenants/${tenant}`, undefined, bearer((await logIn(test, email)).access_token)) },
    'the organization is removed': { organization: true, end: (_, tenant) => admin.ask('DELETE', `/platform/tenants/${tenant}`) },
    'a refresh token comes back': {
      end: async ({ config, tokens }) => {
        const next = await client.refreshTokenGrant(config, tokens.refresh_token!);
        await client.refreshTokenGrant(config, next.refresh_token!);
        clock.advance({ seconds: 11 });
        await client.refreshTokenGrant(config, tokens.refresh_token!).catch(() => undefined);
      },
    },
  };

  it.each(Object.keys(ACTS))('OP-10 is told when %s', async (act) => {
    const { fields, organization, end } = ACTS[act]!;
    const own = (await fields?.()) ?? {};
    const tenant = organization ? await people.tenant() : (own['tenant_id'] as string | undefined) ?? '';
    const one = await signed(own, organization ? { scope: 'openid organization', organization: tenant } : {}, undefined, organization ? tenant : undefined);
    expect(one.tokens.claims()).toMatchObject({ sid: one.sessionId });
    expect(await settle()).toEqual([]);
    await end(one, tenant);
    expect((await settle()).filter(({ claims }) => claims['aud'] === one.app.id)).toEqual([
      {
        path: '/logout',
        type: expect.stringMatching(/^application\/x-www-form-urlencoded/),
        genuine: true,
        header: { alg: 'ES256', typ: 'logout+jwt', kid: expect.any(String) },
        claims: { iss: 'http://auth.test', aud: one.app.id, sub: one.userId, sid: one.sessionId, jti: expect.any(String), iat: expect.any(Number), exp: expect.any(Number), events: { 'http://schemas.openid.net/event/backchannel-logout': {} } },
      },
    ]);
    await settle();
    expect(told.filter(({ claims }) => claims['aud'] === one.app.id)).toHaveLength(1);
    expect((await introspect(test, key, one.tokens.access_token)).body).toEqual({ active: false });
  });

  it('is told of its own session only, and each application that has a token in it is', async () => {
    const one = await signed();
    const second = await signed({ backchannel_logout_uri: `${origin}/second` }, {}, one);
    const silent = await signed({ backchannel_logout_uri: undefined }, {}, one);
    const other = await signed();
    await (await one.browser.open('http://auth.test/oauth2/logout')).send({ logout: 'yes' });
    expect((await settle()).map(({ claims }) => claims['aud']).sort()).toEqual([one.app.id, second.app.id].sort());
    expect(told.map(({ claims }) => claims['sub'])).not.toContain(other.userId);
    expect((await userinfo(test, silent.tokens.access_token)).status).toBe(401);
  });

  it('is not told of what it revoked itself', async () => {
    const one = await signed();
    await client.tokenRevocation(one.config, one.tokens.refresh_token!);
    expect(await settle()).toEqual([]);
  });

  it('is asked again, later and later, until it answers, and nobody waits for it', async () => {
    const one = await signed();
    answers = [500, 302, 400];
    await (await one.browser.open('http://auth.test/oauth2/logout')).send({ logout: 'yes' });
    await settle();
    expect(told).toHaveLength(1);
    await settle();
    expect(told).toHaveLength(1);
    for (const [seconds, tries] of [[5, 2], [10, 3], [20, 4], [3600, 4]] as const) {
      clock.advance({ seconds });
      await settle();
      expect(told).toHaveLength(tries);
    }
    expect(told.every(({ path, genuine }) => path === '/logout' && genuine)).toBe(true);
    expect(new Set(told.map(({ claims }) => claims['jti'])).size).toBe(4);
  });

  it('is given up after a day, which the audit log shows', async () => {
    const one = await signed();
    answers = Array.from({ length: 100 }, () => 503);
    await (await one.browser.open('http://auth.test/oauth2/logout')).send({ logout: 'yes' });
    await settle();
    for (let i = 0; i < 40; i += 1) {
      clock.advance({ seconds: 3600 });
      await settle();
    }
    expect(told).toHaveLength(34);
    answers = [];
    expect((await auditOf(test, { action: 'application.logout.undelivered' }))[0]).toMatchObject({ resource_id: one.app.id, target_user_id: one.userId, metadata: { session_id: one.sessionId, attempts: 34 } });
  });

  it('does not wait behind one that never answers', async () => {
    const [dead, one] = [await application(admin, { backchannel_logout_uri: `${origin}/dead` }), await signed()];
    await test.dataSource.query(
      `INSERT INTO oidc_logout_notices (grant_id, application_id, session_id, user_id, uri, created_at, next_try_at)
       SELECT gen_random_uuid(), $1, gen_random_uuid(), gen_random_uuid(), 'x', $2, $2 FROM generate_series(1, 60)`,
      [dead.id, new Date(clock.now().getTime() - 1000)],
    );
    answers = Array.from({ length: 5 }, () => 0);
    await (await one.browser.open('http://auth.test/oauth2/logout')).send({ logout: 'yes' });
    await settle();
    const place = told.findIndex(({ claims }) => claims['aud'] === one.app.id);
    clock.advance({ seconds: 5 });
    await settle();
    expect([place >= 0, place <= 10, told.length]).toEqual([true, true, 66]);
  });

  it('is told where it wants to be told now', async () => {
    const one = await signed();
    answers = [500];
    await (await one.browser.open('http://auth.test/oauth2/logout')).send({ logout: 'yes' });
    await settle();
    await admin.ask('PATCH', `/platform/applications/${one.app.id}`, { backchannel_logout_uri: `${origin}/new` });
    clock.advance({ seconds: 5 });
    await settle();
    expect(told.map(({ path }) => path)).toEqual(['/logout', '/new']);
  });
});

describe('signing out at an application', () => {
  let test: TestApp;
  let admin: Actor;
  let shop: MadeApplication;
  let config: client.Configuration;

  beforeAll(async () => {
    test = await createTestApp({ env: { OIDC_ENABLED: 'true', MAX_CONCURRENT_SESSIONS: '100', RATE_LIMIT_PER_MINUTE: '100000' } });
    admin = await platformAdmin(test);
    shop = await application(admin);
    config = await relyingParty(test, shop);
  });
  afterAll(() => test.close());

  const BACK = 'https://shop.example.com/';
  const signedIn = async (): Promise<{ browser: Browser; idToken: string; access: string }> => {
    const browser = new Browser(test);
    const started = await start(config);
    const tokens = await redeem(config, started, (await signIn(browser, started.url, await signUp(test))).url);
    return { browser, idToken: tokens.id_token!, access: tokens.access_token };
  };
  const url = (parameters: Record<string, string>): URL => new URL(`http://auth.test/oauth2/logout?${new URLSearchParams(parameters).toString()}`);

  it('asks the user, and goes back to the registered address with the state', async () => {
    const { browser, idToken } = await signedIn();
    const page = await browser.open(url({ id_token_hint: idToken, post_logout_redirect_uri: BACK, state: 'a b&c' }));
    expect([page.status, page.title, page.headers.get('content-security-policy')]).toEqual([200, 'Sign out?', expect.stringContaining("frame-ancestors 'none'")]);
    const back = await page.send({ logout: 'yes' });
    expect([back.url.origin + back.url.pathname, back.url.searchParams.get('state')]).toEqual([BACK, 'a b&c']);
    expect((await browser.open((await start(config, { prompt: 'none' })).url)).url.searchParams.get('error')).toBe('login_required');
  });

  it('knows the application by client_id, and shows its own page where nothing else is wanted', async () => {
    const one = await signedIn();
    const back = await (await one.browser.open(url({ client_id: shop.id, post_logout_redirect_uri: BACK }))).send({ logout: 'yes' });
    expect(back.url.href).toBe(BACK);
    const other = await signedIn();
    const page = await (await other.browser.open(url({ id_token_hint: other.idToken, state: 'x' }))).send({ logout: 'yes' });
    expect([page.url.host, page.title]).toEqual(['auth.test', 'Signed out']);
  });

  it('takes the request by POST too', async () => {
    const { browser, idToken } = await signedIn();
    const page = await browser.open('http://auth.test/oauth2/logout', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ id_token_hint: idToken, post_logout_redirect_uri: BACK, state: 's' }).toString() });
    expect(page.title).toBe('Sign out?');
    expect((await page.send({ logout: 'yes' })).url.href).toBe(`${BACK}?state=s`);
  });

  it('goes nowhere that is not registered, and back nowhere without an application', async () => {
    const { browser, idToken, access } = await signedIn();
    for (const post_logout_redirect_uri of ['https://evil.example/', `${BACK}x`, 'https://shop.example.com', `${BACK}?a=b`]) {
      const page = await browser.open(url({ id_token_hint: idToken, post_logout_redirect_uri }));
      expect([page.status, page.url.host, page.title]).toEqual([400, 'auth.test', 'This sign-in cannot go on']);
    }
    expect((await userinfo(test, access)).status).toBe(200);
    const anonymous = await (await browser.open(url({ post_logout_redirect_uri: BACK, state: 's' }))).send({ logout: 'yes' });
    expect([anonymous.url.host, anonymous.title]).toEqual(['auth.test', 'Signed out']);
  });

  it.each([['forged', (token: string) => `${token.slice(0, -4)}AAAA`], ['no JWT', () => 'x'], ['of nobody', () => 'e30.e30.x']])('refuses an id_token_hint that is %s', async (_, forge) => {
    const { browser, idToken, access } = await signedIn();
    const page = await browser.open(url({ id_token_hint: forge(idToken), post_logout_redirect_uri: BACK }));
    expect([page.status, page.url.host]).toEqual([400, 'auth.test']);
    expect((await userinfo(test, access)).status).toBe(200);
  });

  it('refuses a hint of another application than the one that is named', async () => {
    const { browser, idToken } = await signedIn();
    const other = await application(admin);
    expect((await browser.open(url({ id_token_hint: idToken, client_id: other.id, post_logout_redirect_uri: BACK }))).status).toBe(400);
  });

  it('lets the user stay, and signs nobody out without their page', async () => {
    const { browser, idToken, access } = await signedIn();
    const page = await browser.open(url({ id_token_hint: idToken }));
    const forged = await browser.open('http://auth.test/oauth2/logout/confirm', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'logout=yes&xsrf=x' });
    expect(forged.status).toBe(400);
    expect((await userinfo(test, access)).status).toBe(200);
    // Staying leaves the session, and what this application was given ends.
    await (await browser.open(url({ id_token_hint: idToken }))).send({});
    expect(page.title).toBe('Sign out?');
    expect((await browser.open((await start(config, { prompt: 'none' })).url)).url.searchParams.get('code')).not.toBeNull();
  });
});

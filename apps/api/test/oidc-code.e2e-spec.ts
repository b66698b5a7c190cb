import * as client from 'openid-client';
import type { Actor } from './kit/actor.js';
import { bearer, call, logIn, signUp } from './kit/person.js';
import { application, Browser, CALLBACK, platformAdmin, redeem, relyingParty, signIn, start, userinfo, type MadeApplication } from './kit/oidc.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('signing in at an application with an account here', () => {
  let test: TestApp;
  let admin: Actor;
  let shop: MadeApplication;
  let config: client.Configuration;

  beforeAll(async () => {
    test = await createTestApp({ env: { OIDC_ENABLED: 'true', MAX_CONCURRENT_SESSIONS: '100' } });
    admin = await platformAdmin(test);
    shop = await application(admin);
    config = await relyingParty(test, shop);
  });
  afterAll(() => test.close());

  it('is described by the discovery document, with the addresses of APP_URL whatever the request says', async () => {
    const document = (await (await fetch(`${test.url}/.well-known/openid-configuration`, { headers: { 'x-forwarded-host': 'evil.test', 'x-forwarded-proto': 'https' } })).json()) as Record<string, unknown>;
    expect(document).toMatchObject({
      issuer: 'http://auth.test',
      authorization_endpoint: 'http://auth.test/oauth2/authorize',
      token_endpoint: 'http://auth.test/oauth2/token',
      jwks_uri: 'http://auth.test/.well-known/jwks.json',
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: ['ES256'],
      authorization_response_iss_parameter_supported: true,
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
      introspection_endpoint: 'http://auth.test/oauth2/introspect',
      introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
      revocation_endpoint: 'http://auth.test/oauth2/revoke',
      end_session_endpoint: 'http://auth.test/oauth2/logout',
      subject_types_supported: ['public'],
      response_modes_supported: ['form_post', 'fragment', 'query'],
      claims_parameter_supported: false,
      request_uri_parameter_supported: false,
      dpop_signing_alg_values_supported: ['ES256', 'EdDSA'],
    });
    // Each endpoint that takes `private_key_jwt` says by which signatures (RFC 8414 section 2).
    for (const endpoint of ['token', 'introspection', 'revocation']) expect([endpoint, document[`${endpoint}_endpoint_auth_signing_alg_values_supported`]]).toEqual([endpoint, ['RS256', 'PS256', 'ES256', 'EdDSA']]);
    // Whatever it names is there.
    for (const [name, address] of Object.entries(document).filter(([name]) => name.endsWith('_endpoint') || name === 'jwks_uri')) {
      const answers = await Promise.all(['GET', 'POST'].map(async (method) => (await fetch(String(address).replace('http://auth.test', test.url), { method, redirect: 'manual' })).status));
      expect([name, answers.some((status) => status !== 404 && status < 500)]).toEqual([name, true]);
    }
    expect(document['scopes_supported']).toEqual(expect.arrayContaining(['openid', 'profile', 'email', 'offline_access', 'organization', 'tenant.view']));
    expect(document['claims_supported']).toEqual(expect.arrayContaining(['sub', 'acr', 'amr', 'auth_time', 'sid', 'org_id', 'org_name', 'roles', 'permissions', 'email', 'name']));
    expect([...(document['grant_types_supported'] as string[])].sort()).toEqual(['authorization_code', 'client_credentials', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code']);
    expect(JSON.stringify(document)).not.toContain('evil');
    const { keys } = (await (await fetch(`${test.url}/.well-known/jwks.json`)).json()) as { keys: Record<string, unknown>[] };
    expect(keys).toHaveLength(2);
    for (const key of keys) expect(Object.keys(key)).not.toContain('d');
  });

  it('is described for OAuth by the same document', async () => {
    const [openid, oauth] = await Promise.all(['openid-configuration', 'oauth-authorization-server'].map(async (name) => (await fetch(`${test.url}/.well-known/${name}`)).json()));
    expect(oauth).toEqual(openid);
  });

  it('lets pages of an application ask, and no others', async () => {
    const preflight = await fetch(`${test.url}/oauth2/token`, { method: 'OPTIONS', headers: { origin: 'https://shop.example.com', 'access-control-request-method': 'POST' } });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin'), preflight.headers.get('access-control-allow-credentials')]).toEqual([204, 'https://shop.example.com', null]);
    const spa = await application(admin, { type: 'spa' });
    const ask = (origin: string): Promise<Response> => fetch(`${test.url}/oauth2/token`, { method: 'POST', headers: { origin, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ grant_type: 'authorization_code', client_id: spa.id, code: 'x', redirect_uri: CALLBACK, code_verifier: 'x'.repeat(43) }) });
    expect((await ask('https://shop.example.com')).headers.get('access-control-allow-origin')).toBe('https://shop.example.com');
    expect((await ask('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('gives a code, tokens and claims, and needs no second sign-in in the same browser', async () => {
    const email = await signUp(test);
    const browser = new Browser(test);
    const started = await start(config);
    const page = await browser.open(started.url);
    expect([page.status, page.title]).toEqual([200, 'Sign in']);
    expect(page.html).not.toMatch(/<script(?! src="\/pages\/)/);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const back = await page.send({ email, password: 'seven herons over the estuary' });
    expect(back.url.href).toContain(CALLBACK);
    expect(back.url.searchParams.get('iss')).toBe('http://auth.test');
    const tokens = await redeem(config, started, back.url);
    const claims = tokens.claims();
    expect(claims).toMatchObject({ iss: 'http://auth.test', aud: shop.id, amr: ['pwd'], nonce: started.nonce });
    expect(await client.fetchUserInfo(config, tokens.access_token, claims!.sub)).toMatchObject({ sub: claims!.sub, email, email_verified: true });

    const again = await start(config);
    const second = await browser.open(again.url);
    expect(second.url.href).toContain(CALLBACK);
    expect((await redeem(config, again, second.url)).claims()?.sub).toBe(claims!.sub);
  });

  it('takes the request as a form too, and with it the session of the browser', async () => {
    const browser = new Browser(test);
    const email = await signUp(test);
    await signIn(browser, (await start(config)).url, email);
    const { url, ...started } = await start(config);
    const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: url.search.slice(1) };
    const back = await browser.open(`${url.origin}${url.pathname}`, form);
    expect((await redeem(config, { url, ...started }, back.url)).claims()?.nonce).toBe(started.nonce);
    // A browser sends the form of another site without cookies; they come with the address that is answered.
    const cross = await fetch(`${test.url}/oauth2/authorize`, { ...form, redirect: 'manual' });
    expect([cross.status, cross.headers.get('location'), cross.headers.getSetCookie()]).toEqual([303, `/oauth2/authorize${url.search}`, []]);
    for (const [type, body, status] of [['application/json', '{}', 415], ['application/x-www-form-urlencoded', `state=${'x'.repeat(10_000)}`, 413]] as const) {
      expect((await fetch(`${test.url}/oauth2/authorize`, { method: 'POST', redirect: 'manual', headers: { 'content-type': type }, body })).status).toBe(status);
    }
  });

  it('may happen in a window that the application opened: no answer on the way parts the two', async () => {
    const browser = new Browser(test);
    const pages = [await browser.open((await start(config)).url)];
    pages.push(await pages[0]!.send({ email: await signUp(test), password: 'seven herons over the estuary' }), await browser.open('http://auth.test/oauth2/logout'), await browser.open('http://auth.test/device'));
    for (const { headers } of pages) expect(headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
  });

  it('is one session, listed with the others and ended like them', async () => {
    const email = await signUp(test);
    const browser = new Browser(test);
    const started = await start(config);
    const tokens = await redeem(config, started, (await signIn(browser, started.url, email)).url);
    const own = await logIn(test, email);
    const sessions = (await call<{ id: string; current: boolean }[]>(test, 'GET', '/me/sessions', undefined, bearer(own.access_token))).body;
    expect(sessions).toHaveLength(2);
    const shared = sessions.find(({ current }) => !current)!;
    expect((await call(test, 'DELETE', `/me/sessions/${shared.id}`, undefined, bearer(own.access_token))).status).toBe(204);
    expect((await userinfo(test, tokens.access_token)).status).toBe(401);
    await expect(client.refreshTokenGrant(config, tokens.refresh_token!)).rejects.toThrow();
    expect((await browser.open((await start(config)).url)).title).toBe('Sign in');
  });
});

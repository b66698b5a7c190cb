import * as client from 'openid-client';
import type { Actor } from './kit/actor.js';
import { signUp } from './kit/person.js';
import { application, Browser, CALLBACK, platformAdmin, redeem, relyingParty, signIn, start, type MadeApplication } from './kit/oidc.js';
import { createTestApp, type TestApp } from './test-app.js';

/** What the profiles of the OpenID Foundation's conformance suite check and no other test here does; docs/conformance.md lists all. */
describe('a certified client of the OpenID profiles', () => {
  let test: TestApp;
  let admin: Actor;
  let shop: MadeApplication;
  let config: client.Configuration;
  let email: string;
  let browser: Browser;

  beforeAll(async () => {
    test = await createTestApp({ env: { OIDC_ENABLED: 'true', MAX_CONCURRENT_SESSIONS: '100', RATE_LIMIT_PER_MINUTE: '100000' } });
    admin = await platformAdmin(test);
    shop = await application(admin);
    config = await relyingParty(test, shop);
    email = await signUp(test);
    browser = new Browser(test);
    await signIn(browser, (await start(config)).url, email);
  });
  afterAll(() => test.close());

  const ask = async (parameters: Record<string, string>, by = config) => {
    const started = await start(by, parameters);
    return { started, page: await browser.open(started.url) };
  };
  const tokensOf = async (parameters: Record<string, string> = {}) => {
    const { started, page } = await ask(parameters);
    return redeem(config, started, page.url);
  };
  const errorOf = async (parameters: Record<string, string>): Promise<string | null> => (await ask(parameters)).page.url.searchParams.get('error');
  const userinfo = async (init: RequestInit): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> => {
    const answer = await fetch(`${test.url}/oauth2/userinfo`, init);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown>, headers: answer.headers };
  };
  const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

  it('is refused without response_type, and for one that is not offered', async () => {
    const { url } = await start(config);
    url.searchParams.delete('response_type');
    const back = await browser.open(url);
    expect([back.url.origin + back.url.pathname, back.url.searchParams.get('error')]).toEqual([CALLBACK, 'invalid_request']);
    expect(await errorOf({ response_type: 'token' })).toBeNull();
    expect(new URLSearchParams((await ask({ response_type: 'id_token token' })).page.url.hash.slice(1)).get('error')).toBe('unsupported_response_type');
  });

  it('asks userinfo by GET, by POST with the header, and by POST with the token in the body', async () => {
    const { access_token, claims } = await tokensOf();
    const authorization = `Bearer ${access_token}`;
    const told = [await userinfo({ headers: { authorization } }), await userinfo({ method: 'POST', headers: { authorization } }), await userinfo({ method: 'POST', headers: FORM, body: new URLSearchParams({ access_token }) })];
    for (const { status, body } of told) expect([status, body]).toEqual([200, told[0]?.body]);
    expect(told[0]?.body['sub']).toBe(claims()?.sub);
    const refused = await userinfo({ headers: { authorization: 'Bearer nonsense' } });
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('error="invalid_token"')]);
    // Without a token it is only told which scheme (RFC 6750 section 3.1).
    expect((await userinfo({})).status).toBe(401);
  });

  it('gets the claims of each scope and of no other, in any order of scopes', async () => {
    const of = async (scope: string): Promise<string[]> => Object.keys((await userinfo({ headers: { authorization: `Bearer ${(await tokensOf({ scope })).access_token}` } })).body).sort();
    expect(await of('openid')).toEqual(['sub']);
    expect(await of('openid email')).toEqual(['email', 'email_verified', 'sub']);
    expect(await of('email openid')).toEqual(['email', 'email_verified', 'sub']);
    expect(await of('openid profile')).toEqual(expect.arrayContaining(['sub', 'updated_at']));
    expect(await of('openid profile')).not.toContain('email');
    // Not offered, and so ignored (OpenID Connect Core section 3.1.2.1).
    expect(await of('openid address phone')).toEqual(['sub']);
  });

  it('may leave out nonce, and gets it back where it was sent', async () => {
    const started = await start(config);
    started.url.searchParams.delete('nonce');
    const back = await browser.open(started.url);
    const tokens = await client.authorizationCodeGrant(config, back.url, { pkceCodeVerifier: started.verifier, expectedState: started.state });
    expect(tokens.claims()).not.toHaveProperty('nonce');
    const { started: own, page } = await ask({ nonce: 'a-nonce-of-mine' });
    expect((await redeem(config, { ...own, nonce: 'a-nonce-of-mine' }, page.url)).claims()?.nonce).toBe('a-nonce-of-mine');
    expect(tokens.claims()).toMatchObject({ iss: 'http://auth.test', aud: shop.id, sub: expect.any(String), iat: expect.any(Number), exp: expect.any(Number), auth_time: expect.any(Number) });
  });

  it.each([{ display: 'page' }, { display: 'popup' }, { ui_locales: 'se' }, { claims_locales: 'se' }, { acr_values: '1 2' }, { extra: 'foobar' }, { login_hint: 'x@people.test' }] as Record<string, string>[])('is answered with %o', async (parameters) => {
    expect((await tokensOf(parameters)).access_token).toBeTruthy();
  });

  it('is answered in the query, the fragment and a form, with state and iss', async () => {
    const query = (await ask({ response_mode: 'query' })).page.url;
    const fragment = (await ask({ response_mode: 'fragment' })).page.url;
    for (const told of [query.searchParams, new URLSearchParams(fragment.hash.slice(1))]) expect([...told.keys()].sort()).toEqual(['code', 'iss', 'state']);
    const { page } = await ask({ response_mode: 'form_post' });
    expect(page.html).toContain(`action="${CALLBACK}"`);
    expect(Object.keys(page.hidden()).sort()).toEqual(['code', 'iss', 'state']);
  });

  it('finds who is signed in by id_token_hint without a page, and nobody else by another’s', async () => {
    const { id_token } = await tokensOf();
    expect(await errorOf({ prompt: 'none', id_token_hint: id_token! })).toBeNull();
    const other = await start(config);
    const theirs = await redeem(config, other, (await signIn(new Browser(test), other.url, await signUp(test))).url);
    expect(await errorOf({ prompt: 'none', id_token_hint: theirs.id_token! })).toBe('login_required');
    expect(await errorOf({ id_token_hint: 'x.y.z' })).toBe('invalid_request');
  });

  it('is told that request objects are not taken', async () => {
    expect(await errorOf({ request: 'e30.e30.' })).toBe('request_not_supported');
    expect(await errorOf({ request_uri: 'https://shop.example.com/request.jwt' })).toBe('request_uri_not_supported');
    expect(config.serverMetadata()).toMatchObject({ request_uri_parameter_supported: false });
    expect(config.serverMetadata().request_parameter_supported).not.toBe(true);
  });

  it('authenticates at the token endpoint by a form too, and not with a wrong secret', async () => {
    const made = await application(admin, { token_endpoint_auth_method: 'client_secret_post' });
    const by = await relyingParty(test, made, client.ClientSecretPost(made.client_secret));
    const { started, page } = await ask({}, by);
    expect((await redeem(by, started, page.url)).token_type).toBe('bearer');
    const other = await ask({}, by);
    await expect(redeem(await relyingParty(test, made, client.ClientSecretPost('wrong')), other.started, other.page.url)).rejects.toMatchObject({ error: 'invalid_client' });
  });

  it('has an answer of the token endpoint that nobody stores, and an error in its words', async () => {
    const answer = await fetch(`${test.url}/oauth2/token`, { method: 'POST', headers: { ...FORM, authorization: `Basic ${Buffer.from(`${shop.id}:${shop.client_secret}`).toString('base64')}` }, body: 'grant_type=authorization_code&code=x' });
    expect([answer.status, answer.headers.get('cache-control'), await answer.json()]).toEqual([400, expect.stringContaining('no-store'), expect.objectContaining({ error: 'invalid_request' })]);
  });

  it('reads the discovery document and the keys, whose ids are unique and which have no private part', async () => {
    const document = (await (await fetch(`${test.url}/.well-known/openid-configuration`)).json()) as Record<string, unknown>;
    for (const name of ['issuer', 'authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri', 'response_types_supported', 'subject_types_supported', 'id_token_signing_alg_values_supported', 'scopes_supported', 'claims_supported', 'end_session_endpoint']) expect(document).toHaveProperty(name);
    expect(document['issuer']).toBe('http://auth.test');
    const { keys } = (await (await fetch(`${test.url}/.well-known/jwks.json`)).json()) as { keys: Record<string, unknown>[] };
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
    for (const key of keys) {
      expect(key).toMatchObject({ kid: expect.any(String), use: 'sig', alg: 'ES256', kty: 'EC', crv: 'P-256' });
      for (const part of ['d', 'p', 'q', 'k']) expect(key).not.toHaveProperty(part);
    }
  });
});

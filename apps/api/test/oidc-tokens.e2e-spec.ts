import { generateKeyPairSync } from 'node:crypto';
import { FakeClock, People } from '@authengine/testing';
import * as client from 'openid-client';
import type { Actor } from './kit/actor.js';
import { mfaPerson } from './kit/authenticator.js';
import { clientAssertion } from './kit/client-assertion.js';
import { auditOf, PASSWORD, signUp } from './kit/person.js';
import { application, Browser, CALLBACK, platformAdmin, redeem, relyingParty, signIn, start, userinfo, type MadeApplication } from './kit/oidc.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('the endpoints of the OpenID provider', () => {
  const clock = new FakeClock();
  let test: TestApp;
  let admin: Actor;
  let shop: MadeApplication;
  let config: client.Configuration;
  let email: string;

  beforeAll(async () => {
    test = await createTestApp({ clock, env: { OIDC_ENABLED: 'true', MAX_CONCURRENT_SESSIONS: '100' } });
    admin = await platformAdmin(test);
    shop = await application(admin);
    config = await relyingParty(test, shop);
    email = await signUp(test);
  });
  beforeEach(() => {
    clock.reset();
  });
  afterAll(() => test.close());

  const tokensOf = async (by = config, parameters: Record<string, string> = {}): Promise<client.TokenEndpointResponse & client.TokenEndpointResponseHelpers> => {
    const started = await start(by, parameters);
    return redeem(by, started, (await signIn(new Browser(test), started.url, email)).url);
  };
  const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> => fetch(`${test.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, body: new URLSearchParams(form).toString() });
  const basic = ({ id, client_secret }: MadeApplication): Record<string, string> => ({ authorization: `Basic ${Buffer.from(`${id}:${encodeURIComponent(client_secret)}`).toString('base64')}` });

  it('OP-01 send no answer to an address that is not registered', async () => {
    const { url } = await start(config);
    for (const uri of [`${CALLBACK}/`, `${CALLBACK}?a=b`, 'https://shop.example.com/callback/../evil', 'https://evil.example/callback', 'https://shop.example.com:443/callback', 'HTTPS://shop.example.com/callback', `${CALLBACK}#a`, '']) {
      url.searchParams.set('redirect_uri', uri);
      const page = await new Browser(test).open(url);
      expect([uri, page.status, page.url.host]).toEqual([uri, 400, 'auth.test']);
      expect(page.title).toBe('This sign-in cannot go on');
      expect(page.html).toMatch(/Request [\w-]{8,}/);
    }
    for (const id of ['00000000-0000-4000-8000-000000000000', 'nonsense', '']) {
      url.searchParams.set('client_id', id);
      expect([id, (await new Browser(test).open(url)).url.host]).toEqual([id, 'auth.test']);
    }
  });

  it('OP-02 demand a challenge by S256, and its verifier', async () => {
    for (const parameters of [{ code_challenge_method: 'plain' }, { code_challenge: '', code_challenge_method: '' }]) {
      const { url } = await start(config);
      for (const [name, value] of Object.entries(parameters)) {
        if (value === '') url.searchParams.delete(name);
        else url.searchParams.set(name, value);
      }
      const back = await new Browser(test).open(url);
      expect([back.url.origin, back.url.searchParams.get('error')]).toEqual(['https://shop.example.com', 'invalid_request']);
    }
    for (const verifier of [undefined, 'a'.repeat(43)]) {
      const started = await start(config);
      const code = (await signIn(new Browser(test), started.url, email)).url.searchParams.get('code') ?? '';
      const answer = await post('/oauth2/token', { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...(verifier === undefined ? {} : { code_verifier: verifier }) }, basic(shop));
      expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([400, 'invalid_grant']);
    }
  });

  it('OP-03 redeem a code once, for its application and within a minute; a second try ends what it gave', async () => {
    const started = await start(config);
    const back = (await signIn(new Browser(test), started.url, email)).url;
    const body = { grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '', redirect_uri: CALLBACK, code_verifier: started.verifier };
    const other = await application(admin);
    expect((await post('/oauth2/token', body, basic(other))).status).toBe(400);
    const answers = await Promise.all(Array.from({ length: 10 }, () => post('/oauth2/token', body, basic(shop))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 400)]);
    const tokens = (await answers.find(({ status }) => status === 200)!.json()) as client.TokenEndpointResponse;
    expect((await userinfo(test, tokens.access_token)).status).toBe(401);
    await expect(client.refreshTokenGrant(config, tokens.refresh_token!)).rejects.toThrow();
    expect((await auditOf(test, { action: 'application.grant.ended' }))[0]).toMatchObject({ resource_id: shop.id, metadata: { reason: 'code_reused' } });

    const late = await start(config);
    const code = (await signIn(new Browser(test), late.url, email)).url;
    clock.advance({ seconds: 61 });
    await expect(redeem(config, late, code)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('OP-04 give every retry of a refresh the same successor, and end everything when an old token comes back', async () => {
    const first = (await tokensOf()).refresh_token!;
    const burst = await Promise.all(Array.from({ length: 8 }, () => client.refreshTokenGrant(config, first)));
    const [second = ''] = [...new Set(burst.map(({ refresh_token }) => refresh_token!))];
    expect(new Set(burst.map(({ refresh_token }) => refresh_token)).size).toBe(1);
    expect(second).not.toBe(first);
    clock.advance({ seconds: 5 });
    expect((await client.refreshTokenGrant(config, first)).refresh_token).toBe(second);
    const third = await client.refreshTokenGrant(config, second);
    await expect(client.refreshTokenGrant(config, first)).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(client.refreshTokenGrant(config, third.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect((await userinfo(test, third.access_token)).status).toBe(401);
    expect((await auditOf(test, { action: 'application.grant.ended' }))[0]).toMatchObject({ status: 'denied', metadata: { reason: 'refresh_token_reused' } });
  });

  it('refuse a compressed form, and miss no parameter in it', async () => {
    for (const path of ['/oauth2/token', '/oauth2/par', '/oauth2/device_authorization', '/oauth2/revoke']) {
      const refused = await post(path, { grant_type: 'client_credentials', token: 'x' }, { ...basic(shop), 'content-encoding': 'gzip' });
      expect([path, refused.status, await refused.json()]).toEqual([path, 415, expect.objectContaining({ error: 'invalid_request', error_description: expect.stringContaining('content coding') })]);
    }
  });

  it('OP-04 widen no scope at a refresh, and know neither passwords nor implicit answers', async () => {
    const { refresh_token } = await tokensOf(config, { scope: 'openid email' });
    await expect(client.refreshTokenGrant(config, refresh_token!, { scope: 'openid profile' })).rejects.toMatchObject({ error: 'invalid_scope' });
    expect(((await (await post('/oauth2/token', { grant_type: 'password', username: email, password: PASSWORD }, basic(shop))).json()) as { error: string }).error).toBe('unsupported_grant_type');
    // One that there is, and that this application is not made for (RFC 6749 section 5.2).
    for (const grant_type of ['client_credentials', 'urn:ietf:params:oauth:grant-type:device_code']) {
      const refused = await post('/oauth2/token', { grant_type, device_code: 'x' }, basic(shop));
      expect([refused.status, await refused.json()]).toEqual([400, expect.objectContaining({ error: 'unauthorized_client' })]);
    }
    expect(((await (await post('/oauth2/token', {}, basic(shop))).json()) as { error: string }).error).toBe('invalid_request');
    for (const response_type of ['token', 'id_token', 'code id_token', 'id_token token']) {
      const { url } = await start(config, { response_type });
      expect((await new Browser(test).open(url)).url.href).toMatch(/error=(unsupported_response_type|invalid_request)/);
    }
  });

  it('OP-08 let an application in by its own secret alone, and a disabled one nowhere', async () => {
    const made = await application(admin, { name: 'Disabled soon' });
    const by = await relyingParty(test, made);
    const tokens = await tokensOf(by);
    const grant = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token! };
    for (const headers of [basic({ ...made, client_secret: shop.client_secret }), basic({ ...made, client_secret: 'compared-with-digests' }), {}]) expect([400, 401]).toContain((await post('/oauth2/token', { ...grant, client_id: made.id }, headers)).status);
    expect((await admin.ask('PATCH', `/platform/applications/${made.id}`, { status: 'DISABLED' })).status).toBe(200);
    await expect(client.refreshTokenGrant(by, tokens.refresh_token!)).rejects.toMatchObject({ cause: [expect.objectContaining({ scheme: 'basic' })] });
    expect((await userinfo(test, tokens.access_token)).status).toBe(401);
    expect((await new Browser(test).open((await start(by)).url)).url.host).toBe('auth.test');
  });

  it('OP-08 let an application in by an assertion signed with its key, once', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const made = await application(admin, { type: 'service', redirect_uris: [], post_logout_redirect_uris: [], token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [publicKey.export({ format: 'jwk' })] }, scopes: ['tenant.view'] });
    const key = await crypto.subtle.importKey('jwk', privateKey.export({ format: 'jwk' }), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
    let sent = new URLSearchParams();
    const by = await relyingParty(test, { ...made, client_secret: '' }, (server, metadata, body, headers) => {
      sent = body;
      return client.PrivateKeyJwt(key)(server, metadata, body, headers);
    });
    expect(await client.clientCredentialsGrant(by, { scope: 'tenant.view' })).toMatchObject({ scope: 'tenant.view' });
    const replay = { grant_type: 'client_credentials', client_id: made.id, client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: sent.get('client_assertion') ?? '' };
    expect([(await post('/oauth2/token', replay)).status, (await post('/oauth2/token', replay)).status]).toEqual([401, 401]);
  });

  it('OP-08 keep no assertion for longer than a day, and refuse one that would be', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const made = await application(admin, { type: 'service', redirect_uris: [], post_logout_redirect_uris: [], token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [publicKey.export({ format: 'jwk' })] }, scopes: ['tenant.view'] });
    const answerTo = async (exp: number): Promise<unknown[]> => {
      const client_assertion = clientAssertion(made.id, exp, privateKey);
      const answer = await post('/oauth2/token', { grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion });
      return [answer.status, ((await answer.json()) as { error?: string }).error];
    };
    const now = Math.floor(Date.now() / 1000);
    expect(await answerTo(now + 3_600)).toEqual([200, undefined]);
    for (const exp of [now + 90_000, 1e15, 1e300]) expect([exp, ...(await answerTo(exp))]).toEqual([exp, 401, 'invalid_client']);
  });

  it('OP-08 take a secret in the header and in the form, from nobody who is registered without one', async () => {
    const posting = await application(admin, { token_endpoint_auth_method: 'client_secret_post' });
    const body = { grant_type: 'refresh_token', refresh_token: 'x' };
    const inForm = (id: string, client_secret = ''): Promise<Response> => post('/oauth2/token', { ...body, client_id: id, client_secret });
    const inHeader = (app: MadeApplication): Promise<Response> => post('/oauth2/token', body, basic(app));
    // Let in, it is told that it has no such token.
    for (const app of [shop, posting]) {
      for (const answer of [await inHeader(app), await inForm(app.id, app.client_secret)]) expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
      expect(await (await inForm(app.id, 'wrong')).json()).toMatchObject({ error: 'invalid_client' });
    }
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const signing = await application(admin, { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' }] } });
    for (const secret of ['', 'x', shop.client_secret]) expect([secret, (await inForm(signing.id, secret)).status]).toEqual([secret, 401]);
  });

  it('give a service a token of its own, for the scopes that it was given', async () => {
    const made = await application(admin, { type: 'service', redirect_uris: [], post_logout_redirect_uris: [], scopes: ['tenant.view'] });
    const by = await relyingParty(test, made);
    const tokens = await client.clientCredentialsGrant(by, { scope: 'tenant.view' });
    expect(tokens).toMatchObject({ scope: 'tenant.view', token_type: 'bearer' });
    await expect(client.clientCredentialsGrant(by, { scope: 'platform.users.manage' })).rejects.toMatchObject({ error: 'invalid_scope' });
    expect((await post('/oauth2/token', { grant_type: 'client_credentials' }, basic(shop))).status).toBe(400);
    await client.tokenRevocation(by, tokens.access_token);
  });

  it('take a pushed request, once', async () => {
    const started = await start(config);
    const pushed = await client.buildAuthorizationUrlWithPAR(config, Object.fromEntries(started.url.searchParams));
    expect([...pushed.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri']);
    expect((await redeem(config, started, (await signIn(new Browser(test), pushed, email)).url)).claims()).toMatchObject({ aud: shop.id });
    expect((await new Browser(test).open(pushed)).url.searchParams.get('code')).toBeNull();
  });

  it('bind a token to a key (DPoP), and refuse it without a fresh proof', async () => {
    const app = await application(admin, { type: 'spa' });
    const by = await relyingParty(test, { ...app, client_secret: '' });
    const DPoP = client.getDPoPHandle(by, await client.randomDPoPKeyPair('ES256'));
    const started = await start(by);
    const back = (await signIn(new Browser(test), started.url, email)).url;
    const tokens = await client.authorizationCodeGrant(by, back, { pkceCodeVerifier: started.verifier, expectedState: started.state, expectedNonce: started.nonce }, undefined, { DPoP });
    expect(tokens.token_type).toBe('dpop');
    expect(await client.fetchUserInfo(by, tokens.access_token, tokens.claims()!.sub, { DPoP })).toMatchObject({ email });
    expect((await fetch(`${test.url}/oauth2/userinfo`, { headers: { authorization: `Bearer ${tokens.access_token}` } })).status).toBe(401);
    const another = client.getDPoPHandle(by, await client.randomDPoPKeyPair('ES256'));
    await expect(client.refreshTokenGrant(by, tokens.refresh_token!, undefined, { DPoP: another })).rejects.toMatchObject({ error: 'invalid_grant' });
    expect((await client.refreshTokenGrant(by, tokens.refresh_token!, undefined, { DPoP })).token_type).toBe('dpop');
  });

  it('connect a device by the code that it shows', async () => {
    const app = await application(admin, { name: 'Television', type: 'native', redirect_uris: ['com.example.tv:/callback'], post_logout_redirect_uris: [] });
    const by = await relyingParty(test, { ...app, client_secret: '' });
    const device = await client.initiateDeviceAuthorization(by, { scope: 'openid email' });
    expect(device.verification_uri).toBe('http://auth.test/device');
    const poll = () => client.genericGrantRequest(by, 'urn:ietf:params:oauth:grant-type:device_code', { device_code: device.device_code });
    await expect(poll()).rejects.toMatchObject({ error: 'authorization_pending' });
    const browser = new Browser(test);
    const asked = await browser.open(device.verification_uri);
    expect((await asked.send({ user_code: 'BBBB-BBBB' })).error).toContain('not right');
    const confirm = await (await browser.open(device.verification_uri)).send({ user_code: device.user_code });
    expect(confirm.title).toBe('Connect Television?');
    // A form that was sent without its session comes again, with one, and can be sent then.
    const stale = await fetch(`${test.url}/device`, { method: 'POST', body: new URLSearchParams({ xsrf: 'of-another-session', user_code: device.user_code }) });
    expect(stale.status).toBe(400);
    const cookie = stale.headers.getSetCookie().map((set) => set.split(';')[0]).join('; ');
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(await stale.text())?.[1] ?? '';
    const resent = await fetch(`${test.url}/device`, { method: 'POST', headers: { cookie }, body: new URLSearchParams({ xsrf, user_code: device.user_code }) });
    expect(await resent.text()).toContain('Connect Television?');
    const login = await confirm.send({});
    const consent = await login.send({ email, password: PASSWORD });
    expect(consent.title).toBe('Go on to Television?');
    expect((await consent.send({ agree: 'yes' })).title).toBe('Device connected');
    expect(await poll()).toMatchObject({ token_type: 'bearer', id_token: expect.any(String) });
    await expect(poll()).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('tell a person who cancels that the device is not connected', async () => {
    const app = await application(admin, { name: 'Television', type: 'native', redirect_uris: ['com.example.tv:/callback'], post_logout_redirect_uris: [] });
    const by = await relyingParty(test, { ...app, client_secret: '' });
    const device = await client.initiateDeviceAuthorization(by, { scope: 'openid email' });
    const confirm = await (await new Browser(test).open(device.verification_uri)).send({ user_code: device.user_code });
    expect((await confirm.send({ abort: 'yes' })).error).toContain('was not connected');
    await expect(client.genericGrantRequest(by, 'urn:ietf:params:oauth:grant-type:device_code', { device_code: device.device_code })).rejects.toMatchObject({ error: 'access_denied' });
  });

  it('ask nobody for what is no scope: the words of a link are not shown as a wish of the application', async () => {
    const by = await relyingParty(test, await application(admin, { name: 'Stranger', first_party: false }));
    const started = await start(by, { scope: 'openid email call_0900_666_666_for_a_prize' });
    const consent = await signIn(new Browser(test), started.url, email);
    expect([consent.title, consent.html.includes('0900')]).toEqual(['Go on to Stranger?', false]);
    expect((await redeem(by, started, (await consent.send({ agree: 'yes' })).url)).scope).toBe('openid email');
  });

  it('OP-05 ask for consent of applications of others, remember it, and give nothing without it', async () => {
    const app = await application(admin, { name: 'Stranger', first_party: false });
    const by = await relyingParty(test, app);
    const browser = new Browser(test);
    const started = await start(by, { scope: 'openid email' });
    const consent = await signIn(browser, started.url, email);
    expect(consent.title).toBe('Go on to Stranger?');
    expect(consent.html).toContain('see your e-mail address');
    expect(consent.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect((await consent.send({ cancel: 'yes' })).url.searchParams.get('error')).toBe('access_denied');
    const again = await start(by, { scope: 'openid email' });
    const agreed = await (await browser.open(again.url)).send({ agree: 'yes' });
    expect((await redeem(by, again, agreed.url)).refresh_token).toBeUndefined();
    const remembered = await start(by, { scope: 'openid email' });
    expect((await redeem(by, remembered, (await signIn(new Browser(test), remembered.url, email)).url)).scope).toBe('openid email');
    expect((await browser.open((await start(by, { scope: 'openid email profile' })).url)).title).toBe('Go on to Stranger?');
    expect((await auditOf(test, { action: 'application.consent.given' }))[0]).toMatchObject({ resource_id: app.id, metadata: { scopes: ['openid', 'email'] } });
  });

  it('ask for the second factor, and say so', async () => {
    const person = await mfaPerson(test);
    const started = await start(config);
    const page = await signIn(new Browser(test), started.url, person.email);
    expect(page.title).toBe('One more step');
    const wrong = await page.send({ code: '000000' });
    expect([wrong.status, wrong.title]).toEqual([401, 'One more step']);
    const back = await wrong.send({ code: person.recoveryCodes[0] ?? '' });
    expect((await redeem(config, started, back.url)).claims()).toMatchObject({ amr: ['pwd', 'otp', 'mfa'], acr: 'urn:authengine:acr:2fa' });
  });

  it('say the same of every sign-in that fails', async () => {
    const { url } = await start(config);
    const wrong = await (await new Browser(test).open(url)).send({ email, password: 'not the right one' });
    const unknown = await (await new Browser(test).open(url)).send({ email: 'nobody@people.test', password: 'not the right one' });
    expect([wrong.status, wrong.error]).toEqual([401, 'The address or the password is not right, or the account cannot sign in.']);
    expect([unknown.status, unknown.error]).toEqual([wrong.status, wrong.error]);
  });

  it('take no form that is not from their own page', async () => {
    const browser = new Browser(test);
    const page = await browser.open((await start(config)).url);
    expect((await page.send({ seal: 'x', email, password: PASSWORD })).status).toBe(400);
    expect((await new Browser(test).open('http://auth.test/consent')).title).toBe('This sign-in cannot go on');
  });

  it('sign the browser out, and every application with it', async () => {
    const browser = new Browser(test);
    const started = await start(config);
    const tokens = await redeem(config, started, (await signIn(browser, started.url, email)).url);
    const page = await browser.open(client.buildEndSessionUrl(config, { id_token_hint: tokens.id_token!, post_logout_redirect_uri: 'https://shop.example.com/', state: 'bye' }));
    expect(page.title).toBe('Sign out?');
    expect((await page.send({ logout: 'yes' })).url.href).toBe('https://shop.example.com/?state=bye');
    await expect(client.refreshTokenGrant(config, tokens.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect((await userinfo(test, tokens.access_token)).status).toBe(401);
    expect((await browser.open((await start(config)).url)).title).toBe('Sign in');
    expect((await browser.open('http://auth.test/oauth2/logout?post_logout_redirect_uri=https://evil.example/')).url.host).toBe('auth.test');
  });

  it('ask again when the application wants to be sure, in the same session', async () => {
    const browser = new Browser(test);
    const started = await start(config);
    const first = await redeem(config, started, (await signIn(browser, started.url, email)).url);
    const again = await start(config, { prompt: 'login' });
    const page = await browser.open(again.url);
    expect(page.title).toBe('Is it you?');
    expect((await page.send({ password: 'not the right one' })).status).toBe(400);
    const second = await redeem(config, again, (await page.send({ password: PASSWORD })).url);
    expect(second.claims()?.sub).toBe(first.claims()?.sub);
    expect((await userinfo(test, first.access_token)).body).toMatchObject({ email });
    expect((await browser.open((await start(config, { prompt: 'none' })).url)).url.searchParams.get('code')).not.toBeNull();
    expect((await new Browser(test).open((await start(config, { prompt: 'none' })).url)).url.searchParams.get('error')).toBe('login_required');
  });

  it('let only members in to an application of a tenant', async () => {
    const people = new People(test.dataSource);
    const tenant = await people.tenant(admin.id);
    const app = await application(admin, { tenant_id: tenant });
    const by = await relyingParty(test, app);
    const started = await start(by);
    const page = await signIn(new Browser(test), started.url, email);
    expect(page.url.searchParams.get('error')).toBe('access_denied');
  });

  it('revoke a token, and nobody else’s', async () => {
    const tokens = await tokensOf();
    const other = await application(admin);
    await client.tokenRevocation(await relyingParty(test, other), tokens.refresh_token!).catch(() => undefined);
    expect((await client.refreshTokenGrant(config, tokens.refresh_token!)).access_token).toBeTruthy();
    await client.tokenRevocation(config, tokens.access_token);
    expect((await userinfo(test, tokens.access_token)).status).toBe(401);
    await client.tokenRevocation(config, 'nonsense');
  });

  it('keep nothing that could be used, were the database read', async () => {
    const started = await start(config);
    const back = (await signIn(new Browser(test), started.url, email)).url;
    const tokens = await redeem(config, started, back);
    const rows = JSON.stringify(await test.dataSource.query(`SELECT *, encode(id_hash, 'escape') AS id FROM oidc_artefacts`)) + JSON.stringify(await test.dataSource.query('SELECT * FROM oidc_grants'));
    for (const secret of [back.searchParams.get('code')!, tokens.access_token, tokens.refresh_token!, started.nonce]) expect(rows).not.toContain(secret);
  });
});

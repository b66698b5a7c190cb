import { VersionedCache } from '@authengine/persistence';
import { People } from '@authengine/testing';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import type { Actor } from './kit/actor.js';
import { call, serviceKey, signUp } from './kit/person.js';
import { application, Browser, platformAdmin, redeem, relyingParty, signIn, start, type MadeApplication } from './kit/oidc.js';
import { createTestApp, type TestApp } from './test-app.js';

const INACTIVE = { active: false };

describe('POST /oauth2/introspect by an application', () => {
  let test: TestApp;
  let admin: Actor;
  let shop: MadeApplication;
  let config: client.Configuration;
  let key: string;
  let email: string;

  beforeAll(async () => {
    test = await createTestApp({ env: { OIDC_ENABLED: 'true', MAX_CONCURRENT_SESSIONS: '100', RATE_LIMIT_PER_MINUTE: '100000' } });
    admin = await platformAdmin(test);
    shop = await application(admin);
    config = await relyingParty(test, shop);
    key = await serviceKey(test);
    email = await signUp(test);
  });
  afterAll(() => test.close());

  const tokensOf = async (by = config, parameters: Record<string, string> = {}, who = email) => {
    const started = await start(by, parameters);
    return redeem(by, started, (await signIn(new Browser(test), started.url, who)).url);
  };
  const ask = async (form: Record<string, string>, headers: Record<string, string> = {}): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> => {
    const answer = await fetch(`${test.url}/oauth2/introspect`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, body: new URLSearchParams(form) });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown>, headers: answer.headers };
  };
  const basic = (name: string, secret: string): Record<string, string> => ({ authorization: `Basic ${Buffer.from(`${name}:${encodeURIComponent(secret)}`).toString('base64')}` });

  it.each(['opaque', 'jwt'])('is answered about its own token, by Basic and by form, until it ends (%s)', async (access_token_format) => {
    const app = await application(admin, { access_token_format });
    const by = await relyingParty(test, app);
    const tokens = await tokensOf(by, { scope: 'openid email' });
    const { access_token, refresh_token } = tokens;
    const told = await client.tokenIntrospection(by, access_token);
    expect(told).toMatchObject({ active: true, client_id: app.id, sub: tokens.claims()?.sub, scope: 'openid email', token_type: 'bearer', email, iss: 'http://auth.test' });
    expect(Object.keys(told)).not.toEqual(expect.arrayContaining(['tenant_ids']));
    const posted = await ask({ token: access_token, client_id: app.id, client_secret: app.client_secret, token_type_hint: 'access_token' });
    expect([posted.status, posted.body]).toEqual([200, told]);
    expect(posted.headers.get('cache-control')).toContain('no-store');
    await client.tokenRevocation(by, refresh_token!);
    expect(await client.tokenIntrospection(by, access_token)).toEqual(INACTIVE);
  });

  it('is answered by private_key_jwt too', async () => {
    const { publicKey, privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    const made = await application(admin, { type: 'service', redirect_uris: [], post_logout_redirect_uris: [], scopes: ['tenant.view'], token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [{ ...(await crypto.subtle.exportKey('jwk', publicKey)), alg: 'ES256', use: 'sig' }] } });
    const by = await relyingParty(test, made, client.PrivateKeyJwt(privateKey));
    const { access_token } = await client.clientCredentialsGrant(by, { scope: 'tenant.view' });
    // By the issuer's address, which is an audience that every server takes (RFC 7523 section 3).
    const server = by.serverMetadata() as oauth.AuthorizationServer;
    const answer = await oauth.introspectionRequest(server, { client_id: made.id }, oauth.PrivateKeyJwt(privateKey), access_token, {
      // The tests' server speaks no TLS.
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      [oauth.allowInsecureRequests]: true,
      [oauth.customFetch]: (url: string, init: object) => fetch(url.replace('http://auth.test', test.url), init),
    });
    expect(await oauth.processIntrospectionResponse(server, { client_id: made.id }, answer)).toMatchObject({ active: true, client_id: made.id, sub: made.id, scope: 'tenant.view' });
  });

  it('is told nothing of another’s token, of a session’s, of an ID token, or of nonsense', async () => {
    const other = await relyingParty(test, await application(admin));
    const theirs = await tokensOf(other);
    for (const token of [theirs.access_token, theirs.id_token!, admin.token, 'nonsense', 'a.b.c']) expect(await client.tokenIntrospection(config, token)).toEqual(INACTIVE);
  });

  it('is told the organization that the token is for, and no other', async () => {
    const people = new People(test.dataSource);
    const member = await signUp(test);
    const [{ id = '' } = {}] = await test.dataSource.query<{ id: string }[]>('SELECT id FROM users WHERE email = $1', [member]);
    const tenants = [await people.tenant(), await people.tenant()];
    for (const tenant of tenants) await people.member(tenant, id as never, 'TENANT_USER');
    expect(await client.tokenIntrospection(config, (await tokensOf(config, { scope: 'openid' }, member)).access_token)).not.toHaveProperty('tenant_ids');
    const { access_token } = await tokensOf(config, { scope: 'openid organization tenant.view', organization: tenants[0]! }, member);
    expect(await client.tokenIntrospection(config, access_token)).toMatchObject({ tenant_id: tenants[0], tenant_ids: [tenants[0]], permissions: ['tenant.view'] });
  });

  it('refuses who is not who they say, and who cannot prove it', async () => {
    const { access_token: token } = await tokensOf();
    const spa = await application(admin, { type: 'spa' });
    for (const [form, headers] of [
      [{ token }, basic(shop.id, 'wrong')],
      [{ token }, basic(spa.id, 'x')],
      [{ token }, basic('00000000-0000-4000-8000-000000000000', shop.client_secret)],
      [{ token, client_id: shop.id, client_secret: 'wrong' }, {}],
      [{ token, client_id: spa.id, client_secret: 'x' }, {}],
      [{ token, client_id: spa.id }, {}],
      [{ token, client_id: shop.id }, {}],
      [{ token, client_id: shop.id, client_assertion: 'a.b.c', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' }, {}],
      [{ token }, {}],
    ] as [Record<string, string>, Record<string, string>][]) {
      const { status, body } = await ask(form, headers);
      expect([form, [400, 401].includes(status)]).toEqual([form, true]);
      expect(body).not.toHaveProperty('active');
    }
    expect(await ask({}, basic(shop.id, shop.client_secret))).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it('is answered to services in a batch beside all other tokens as alone, in one read of the cache, until one of them ends', async () => {
    const own = await application(admin, { type: 'service', redirect_uris: [], post_logout_redirect_uris: [], scopes: ['tenant.view'] });
    const ofItself = await client.clientCredentialsGrant(await relyingParty(test, own), { scope: 'tenant.view' });
    const [one, other] = [await tokensOf(), await tokensOf(config, {}, await signUp(test))];
    const tokens = [admin.token, one.access_token, 'nonsense', ofItself.access_token, other.access_token, admin.token];
    const asked = async (path: string, body: object): Promise<Record<string, unknown>> => (await call<Record<string, unknown>>(test, 'POST', path, body, { 'X-API-Key': key })).body;
    const alone = await Promise.all(tokens.map((token) => asked('/auth/introspect', { token })));
    expect(alone.map(({ active }) => active)).toEqual([true, true, false, true, true, true]);
    const read = jest.spyOn(test.app.get(VersionedCache), 'take');
    for (const order of [[0, 1, 2, 3, 4, 5], [4, 3, 1, 2, 0, 5], [3, 2, 4, 5, 0, 1]]) {
      expect(await asked('/auth/introspect/batch', { tokens: order.map((i) => ({ token: tokens[i] })) })).toEqual({ results: order.map((i) => alone[i]) });
    }
    expect(read).toHaveBeenCalledTimes(3);
    read.mockRestore();
    await client.tokenRevocation(config, one.refresh_token!);
    expect(await asked('/auth/introspect/batch', { tokens: tokens.map((token) => ({ token })) })).toEqual({ results: alone.map((answer, i) => (i === 1 ? INACTIVE : answer)) });
  });

  it('is still answered to services by their keys, about every token', async () => {
    const { access_token: token } = await tokensOf();
    for (const [form, headers] of [[{ token }, basic('', key)], [{ token, client_secret: key }, {}], [{ token }, { 'x-api-key': key }], [{ token }, { authorization: `Bearer ${key}` }]] as [Record<string, string>, Record<string, string>][]) {
      expect(await ask(form, headers)).toMatchObject({ status: 200, body: { active: true, client_id: shop.id } });
    }
  });
});

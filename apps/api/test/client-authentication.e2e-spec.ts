/* eslint-disable @typescript-eslint/no-deprecated -- both libraries mark plain http so, and the test server speaks nothing else */
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { actorOf } from './kit/actor.js';
import { logIn, logInAsSuperAdmin, serviceKey, signUp, call, bearer } from './kit/person.js';
import { People } from '@authengine/testing';
import { createTestApp, type TestApp } from './test-app.js';

const PATH = '/api/v1/auth/introspect';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** RFC 6749 section 2.3.1, RFC 7662 section 2.1: a service authenticates as any client of the standards does. */
describe('how a service authenticates at introspection', () => {
  let test: TestApp;
  let key: string;
  let keyId: string;
  let other: string;
  let token: string;

  beforeAll(async () => {
    test = await createTestApp({ env: { RATE_LIMIT_PER_MINUTE: '1000' } });
    const admin = await logInAsSuperAdmin(test);
    const made = await call<{ id: string; raw_key: string }>(test, 'POST', '/platform/service-keys', { service_name: 'bill & ship: ü' }, bearer(admin.access_token));
    ({ raw_key: key, id: keyId } = made.body);
    other = await serviceKey(test);
    token = (await logIn(test, await signUp(test))).access_token;
  });
  afterAll(() => test.close());

  const send = async (headers: Record<string, string>, body: string): Promise<{ status: number; challenge: string | null; body: Record<string, unknown> }> => {
    const response = await fetch(test.url + PATH, { method: 'POST', headers, body });
    return { status: response.status, challenge: response.headers.get('www-authenticate'), body: (await response.json()) as Record<string, unknown> };
  };
  const basic = (name: string, secret: string): Record<string, string> => ({ authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}` });
  const encoded = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

  it('is by HTTP Basic, with the id of the key, the name of the service, or no name', async () => {
    for (const name of [keyId, keyId.toUpperCase(), encoded('bill & ship: ü'), '']) {
      // When this process meets the key, and when it is familiar.
      for (let i = 0; i < 2; i += 1) expect(await send({ ...FORM, ...basic(name, key) }, `token=${token}`)).toMatchObject({ status: 200, body: { active: true } });
    }
    expect(await send({ 'content-type': 'application/json', ...basic('', encoded(key)) }, JSON.stringify({ token }))).toMatchObject({ status: 200, body: { active: true } });
  });

  it('is by a bearer token, and by the fields of a form', async () => {
    expect(await send({ ...FORM, authorization: `Bearer ${key}` }, `token=${token}`)).toMatchObject({ status: 200, body: { active: true } });
    for (const client of [`client_secret=${key}`, `client_id=${keyId}&client_secret=${key}`, `client_secret=${key}&client_id=${encoded('bill & ship: ü')}`]) {
      expect(await send(FORM, `${client}&token=${token}&token_type_hint=access_token&scope=a&resource=b&resource=c`)).toMatchObject({ status: 200, body: { active: true } });
    }
  });

  it.each([
    ['another name', () => basic('shipping', key), (): string => 'token=x', /^Basic realm=/],
    ['another id', () => basic('00000000-0000-4000-8000-000000000000', key), (): string => 'token=x', /^Basic realm=/],
    ['no key in HTTP Basic', () => basic('billing', ''), (): string => 'token=x', /^Basic realm=/],
    ['a key that there is not, in HTTP Basic', () => basic('', `ae_sk_${'0'.repeat(64)}`), (): string => 'token=x', /^Basic realm=/],
    ['nonsense in HTTP Basic', () => ({ authorization: 'Basic %%%' }), (): string => 'token=x', /^Basic realm=/],
    ['a key that there is not, as a bearer token', () => ({ authorization: `Bearer ae_sk_${'0'.repeat(64)}` }), (): string => 'token=x', /^Bearer realm="authengine", error="invalid_token"$/],
    ["a user's token", () => ({ authorization: `Bearer ${token}` }), (): string => 'token=x', /^ApiKey .*, Basic /],
    ['another name in the form', () => ({}), (): string => `client_id=shipping&client_secret=${key}&token=x`, /^ApiKey .*, Basic /],
    ['a key that there is not, in the form', () => ({}), (): string => `client_secret=ae_sk_${'0'.repeat(64)}&token=x`, /^ApiKey .*, Basic /],
    ['a name alone', () => ({}), (): string => `client_id=${keyId}&token=x`, /^ApiKey .*, Basic /],
    ['a form that is too large to be read', () => ({}), (): string => `client_secret=${key}&token=${'x'.repeat(200_000)}`, /^ApiKey .*, Basic /],
  ])('is refused with the challenge of the way that was tried: %s', async (_, headers, body, challenge) => {
    expect(await send({ ...FORM, ...headers() }, body())).toMatchObject({ status: 401, challenge: expect.stringMatching(challenge) as string, body: { code: 'auth.invalid_api_key' } });
  });

  it('is by one way: two that differ are 400, whether or not either stands', async () => {
    for (const [headers, body] of [
      [{ ...basic('', key), 'x-api-key': other }, 'token=x'],
      [{ authorization: `Bearer ${key}`, 'x-api-key': other }, 'token=x'],
      [{ 'x-api-key': key }, `client_secret=${other}&token=x`],
      [basic('', key), `client_secret=${other}&token=x`],
      [basic('', key), 'client_secret=nonsense&token=x'],
      [{ authorization: `Bearer ${key}` }, `client_secret=${other}&token=x`],
      [{}, `client_secret=${key}&client_secret=${other}&token=x`],
    ] as const) {
      expect(await send({ ...FORM, ...headers }, body)).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    }
    expect(await send({ ...FORM, ...basic('', key), 'x-api-key': key }, `client_secret=${key}&token=${token}`)).toMatchObject({ status: 200, body: { active: true } });
    // A service that passes on its user's token presents one key.
    expect(await send({ 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-api-key': key }, JSON.stringify({ token }))).toMatchObject({ status: 200, body: { active: true } });
  });

  it('is strict where the body is JSON: no secret there', async () => {
    expect(await send({ 'content-type': 'application/json' }, JSON.stringify({ token, client_secret: key }))).toMatchObject({ status: 401 });
    expect(await send({ 'content-type': 'application/json', 'x-api-key': key }, JSON.stringify({ token, client_id: keyId }))).toMatchObject({ status: 400, body: { errors: [{ field: 'client_id' }] } });
  });

  it('is how oauth4webapi and openid-client do it', async () => {
    const endpoint: oauth.AuthorizationServer = { issuer: test.settings.values.APP_URL, introspection_endpoint: test.url + PATH };
    const insecure = { [oauth.allowInsecureRequests]: true };
    for (const authenticate of [oauth.ClientSecretBasic(key), oauth.ClientSecretPost(key)]) {
      for (const client_id of [keyId, 'bill & ship: ü']) {
        const response = await oauth.introspectionRequest(endpoint, { client_id }, authenticate, token, insecure);
        expect(await oauth.processIntrospectionResponse(endpoint, { client_id }, response)).toMatchObject({ active: true, token_type: 'bearer', iss: test.settings.values.APP_URL });
      }
    }
    for (const authenticate of [openid.ClientSecretBasic(key), openid.ClientSecretPost(key)]) {
      const configuration = new openid.Configuration(endpoint, keyId, undefined, authenticate);
      openid.allowInsecureRequests(configuration);
      expect(await openid.tokenIntrospection(configuration, token)).toMatchObject({ active: true, email_verified: true });
      expect(await openid.tokenIntrospection(configuration, 'nonsense', { token_type_hint: 'refresh_token' })).toEqual({ active: false });
    }
    const wrong = new openid.Configuration(endpoint, 'shipping', undefined, openid.ClientSecretBasic(key));
    openid.allowInsecureRequests(wrong);
    await expect(openid.tokenIntrospection(wrong, token)).rejects.toMatchObject({ status: 401 });
  });

  it('tells the same facts by OpenID’s names', async () => {
    const people = new People(test.dataSource);
    const actor = await actorOf(test, await people.newMember(await people.platform(), 'PLATFORM_ADMIN'));
    await test.dataSource.query("UPDATE users SET first_name = 'Ada', last_name = NULL, avatar_url = 'https://cdn.example.com/a.png' WHERE id = $1", [actor.id]);
    const { body } = await send({ ...FORM, ...basic('', key) }, `token=${actor.token}`);
    expect(body).toMatchObject({ first_name: 'Ada', given_name: 'Ada', name: 'Ada', avatar_url: 'https://cdn.example.com/a.png', picture: 'https://cdn.example.com/a.png', scope: (body['permissions'] as string[]).join(' ') });
    for (const name of ['last_name', 'family_name', 'tenant_id']) expect(body).not.toHaveProperty(name);
  });
});

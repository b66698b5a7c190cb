import * as fc from 'fast-check';
import type { Actor } from './kit/actor.js';
import { application, CALLBACK, platformAdmin, type MadeApplication } from './kit/oidc.js';
import { createTestApp, type TestApp } from './test-app.js';

/** Each of that many requests, sent a few at a time. */
const RUNS = 1050;
const AT_ONCE = 10;

describe('whatever is sent to the endpoints of the OpenID provider', () => {
  let test: TestApp;
  let admin: Actor;
  let shop: MadeApplication;

  beforeAll(async () => {
    test = await createTestApp({ env: { OIDC_ENABLED: 'true' } });
    admin = await platformAdmin(test);
    shop = await application(admin);
  });
  afterAll(() => test.close());

  const odd = fc.oneof(fc.string({ maxLength: 40 }), fc.constantFrom('', '\u0000', '%00', '[]', '{}', 'null', '__proto__', 'constructor', '../', 'a'.repeat(3000), '\ud800', "' OR 1=1 --", 'https://evil.example/', 'javascript:alert(1)', '😀'));
  const parameters = (usual: Record<string, string[]>) =>
    fc.uniqueArray(fc.constantFrom(...Object.keys(usual)), { maxLength: 8 }).chain((names) => fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...usual[name]!) }, odd)))));

  const severally = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { minLength: AT_ONCE, maxLength: AT_ONCE });
  const sendAll =
    <T>(send: (one: T) => Promise<void>) =>
    async (all: readonly T[]): Promise<void> => {
      await Promise.all(all.map(send));
    };

  it('OP-01 is never answered with a fault of the server, and leads to no address that is not registered', async () => {
    const usual = {
      client_id: [shop.id], response_type: ['code', 'token'], redirect_uri: [CALLBACK, 'https://evil.example/callback', `${CALLBACK}.evil.example`], scope: ['openid', 'openid email'], code_challenge: ['a'.repeat(43)], code_challenge_method: ['S256', 'plain'],
      state: ['s'], nonce: ['n'], prompt: ['none', 'login', 'create', 'select_account', 'consent', 'none login'], max_age: ['0', '-1', 'x'], response_mode: ['query', 'fragment', 'form_post', 'jwt'], resource: ['https://api.example.com/', 'x'], claims: ['{}', '{'], id_token_hint: ['x.y.z'], request: ['x.y.z'], request_uri: ['urn:ietf:params:oauth:request_uri:x'], login_hint: ['x'], acr_values: ['x', 'urn:authengine:acr:2fa'], ui_locales: ['de'], dpop_jkt: ['x'], organization: ['x', '00000000-0000-4000-8000-000000000000'], display: ['page'], response_modes: ['x'],
    };
    await fc.assert(
      fc.asyncProperty(severally(fc.tuple(parameters(usual), fc.boolean())), sendAll(async ([sent, posted]) => {
        const query = new URLSearchParams(sent.map(([name, value]): [string, string] => [name, value.toWellFormed()]));
        const first = posted
          ? await fetch(`${test.url}/oauth2/authorize`, { method: 'POST', redirect: 'manual', headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }, body: query.toString() })
          : null;
        const answer = first?.status === 303 || first === null ? await fetch(`${test.url}/oauth2/authorize?${query.toString()}`, { redirect: 'manual', headers: { accept: 'text/html' } }) : first;
        if (first) expect(first.status).toBeLessThan(500);
        if (first?.status === 303) expect(first.headers.get('location')).toMatch(/^\/oauth2\/authorize\?/);
        const body = await answer.text();
        expect(answer.status).toBeLessThan(500);
        const to = answer.headers.get('location');
        if (to !== null) expect([new URL(CALLBACK).origin, 'http://auth.test']).toContain(new URL(to, 'http://auth.test').origin);
        expect(body).not.toMatch(/action="(?!https:\/\/shop\.example\.com\/callback"|\/|http:\/\/auth\.test)/);
      })),
      { numRuns: RUNS },
    );
  }, 1_800_000);

  it('OP-08 is never answered with a fault of the server, nor with a token', async () => {
    const usual = { grant_type: ['authorization_code', 'refresh_token', 'client_credentials', 'password', 'urn:ietf:params:oauth:grant-type:device_code'], client_id: [shop.id], client_secret: [shop.client_secret, 'x'], code: ['a'.repeat(43)], refresh_token: ['a'.repeat(43)], redirect_uri: [CALLBACK], code_verifier: ['a'.repeat(43)], scope: ['openid'], resource: ['https://api.example.com/'], client_assertion: ['x.y.z', 'e30.e30.'], client_assertion_type: ['urn:ietf:params:oauth:client-assertion-type:jwt-bearer'], device_code: ['x', '#x'], token: ['x', 'a.b.c', '#jwt:x'] };
    await fc.assert(
      fc.asyncProperty(severally(fc.tuple(fc.constantFrom('token', 'par', 'revoke', 'device_authorization', 'userinfo', 'logout', 'logout/confirm', 'introspect'), parameters(usual), fc.constantFrom('application/x-www-form-urlencoded', 'application/json', 'text/plain'), fc.constantFrom({}, { authorization: 'Basic !!' }, { authorization: 'Bearer x' }, { authorization: 'DPoP x', dpop: 'x.y.z' }, { authorization: `Basic ${Buffer.from(`${shop.id}:x`).toString('base64')}` }))), sendAll(async ([path, sent, type, headers]) => {
        const answer = await fetch(`${test.url}/oauth2/${path}`, { method: 'POST', redirect: 'manual', headers: { 'content-type': type, ...headers } as Record<string, string>, body: new URLSearchParams(sent.map(([name, value]): [string, string] => [name, value.toWellFormed()])).toString() });
        const body = await answer.text();
        expect(answer.status).toBeLessThan(500);
        expect(body).not.toContain('access_token');
      })),
      { numRuns: RUNS },
    );
  }, 1_800_000);
});

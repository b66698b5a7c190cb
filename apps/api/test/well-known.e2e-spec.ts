import * as oauth from 'oauth4webapi';
import { call, introspect, logIn, serviceKey, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const get = (test: TestApp, path: string, method = 'GET'): Promise<Response> => fetch(test.url + path, { method, redirect: 'manual' });

describe('well-known places', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ env: { SECURITY_CONTACT: 'security@example.com', APP_NAME: 'A & <B>' } });
  });
  afterAll(() => test.close());

  it('tell a client of the standards where and how to introspect and to revoke (RFC 8414)', async () => {
    const issuer = new URL(test.settings.values.APP_URL);
    const here: typeof fetch = (input, init) => fetch((input instanceof Request ? input.url : input.toString()).replace(issuer.origin, test.url), init);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so for plain http, and the test server speaks nothing else
    const options = { [oauth.customFetch]: here, [oauth.allowInsecureRequests]: true };
    const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { ...options, algorithm: 'oauth2' }));
    expect(server).toMatchObject({ introspection_endpoint_auth_methods_supported: expect.arrayContaining(['client_secret_basic', 'client_secret_post']) as string[], revocation_endpoint_auth_methods_supported: expect.arrayContaining(['none']) as string[], response_types_supported: ['code'] });
    const key = await serviceKey(test);
    const tokens = await logIn(test, await signUp(test));
    const client = { client_id: 'a service' };
    const asked = await oauth.introspectionRequest(server, client, oauth.ClientSecretBasic(key), tokens.access_token, options);
    expect(await oauth.processIntrospectionResponse(server, client, asked)).toMatchObject({ active: true });
    await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, oauth.None(), tokens.refresh_token, options));
    expect((await introspect(test, key, tokens.access_token)).body).toEqual({ active: false });
    const answer = await get(test, '/.well-known/oauth-authorization-server');
    expect(Object.fromEntries(answer.headers)).toMatchObject({ 'content-type': expect.stringMatching(/^application\/json/) as string, 'access-control-allow-origin': '*', 'cache-control': expect.stringContaining('max-age') as string });
  });

  it('lead a password manager to a page that mails a link', async () => {
    const answer = await get(test, '/.well-known/change-password');
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/forgot-password']);
    const page = await get(test, '/forgot-password');
    expect([page.status, page.headers.get('content-security-policy')]).toEqual([200, expect.stringContaining("default-src 'none'")]);
    const html = await page.text();
    expect(html).toContain('<form method="post" action="/forgot-password">');
    expect(html).toContain('autocomplete="username"');
    const email = await signUp(test);
    expect((await call(test, 'POST', '/auth/password-reset/request', { email })).status).toBe(202);
  });

  it('tell whom to tell of a vulnerability (RFC 9116)', async () => {
    const answer = await get(test, '/.well-known/security.txt');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    const lines = Object.fromEntries((await answer.text()).split('\n').filter(Boolean).map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)])) as Record<string, string>;
    expect(lines).toMatchObject({ Contact: 'mailto:security@example.com', Canonical: 'http://auth.test/.well-known/security.txt', 'Preferred-Languages': 'en' });
    const days = (Date.parse(lines['Expires'] ?? '') - test.clock.now().getTime()) / 86_400_000;
    expect(days).toBeGreaterThan(100);
    expect(days).toBeLessThan(365);
  });

  it('have an icon', async () => {
    const answer = await get(test, '/favicon.ico');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/x-icon']);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 4)).toEqual(Buffer.from([0, 0, 1, 0]));
    expect(bytes.indexOf('PNG')).toBeGreaterThan(0);
  });

  it('have a start page at the root, in development', async () => {
    const answer = await get(test, '/');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const html = await answer.text();
    for (const link of ['/docs', '/openapi.json', '/dev/mailbox', '/health/ready']) {
      expect(html).toContain(`href="${link}"`);
      expect((await get(test, link)).status).toBeLessThan(400);
    }
    expect(html).toContain('A &#38; &#60;B&#62;');
  });

  it('answer HEAD, and no other places there', async () => {
    for (const path of ['/', '/favicon.ico', '/.well-known/security.txt', '/.well-known/oauth-authorization-server']) {
      expect([path, (await get(test, path, 'HEAD')).status, (await get(test, path, 'POST')).status]).toEqual([path, 200, 405]);
    }
    for (const path of ['/.well-known', '/.well-known/', '/.well-known/x', '/api/v1', '/api/v1/favicon.ico']) expect([path, (await get(test, path)).status]).toEqual([path, 404]);
  });
});

describe('well-known places under a path', () => {
  it('stand below it, and lead to below it; without a contact there is no security.txt', async () => {
    const test = await createTestApp({ env: { APP_URL: 'http://auth.test/sso', HOME_URL: 'https://www.example.com/start' } });
    try {
      expect((await get(test, '/sso/.well-known/change-password')).headers.get('location')).toBe('/sso/forgot-password');
      expect(await (await get(test, '/sso/.well-known/oauth-authorization-server')).json()).toMatchObject({ issuer: 'http://auth.test/sso', introspection_endpoint: 'http://auth.test/sso/oauth2/introspect' });
      expect((await get(test, '/sso/.well-known/security.txt')).status).toBe(404);
      for (const path of ['/sso', '/sso/', '/']) expect([(await get(test, path)).status, (await get(test, path)).headers.get('location')]).toEqual([302, 'https://www.example.com/start']);
      expect((await get(test, '/sso/favicon.ico')).status).toBe(200);
    } finally {
      await test.close();
    }
  });
});

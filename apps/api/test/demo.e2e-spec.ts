import { auditOf, signUp } from './kit/person.js';
import * as oidc from './kit/oidc.js';
import { createTestApp, type TestApp } from './test-app.js';

const APP_URL = 'http://localhost:8000';

describe('the demo application', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp({ env: { OIDC_ENABLED: 'true', APP_URL } });
  });
  afterAll(() => test.close());

  const clientIdOf = (html: string): string => /data-client-id="([^"]*)"/.exec(html)?.[1] ?? '';

  it('is where the start page leads to, and registers itself once, however many come first', async () => {
    expect(await (await fetch(`${test.url}/`)).text()).toContain('href="http://localhost:8000/demo"');
    const pages = await Promise.all([1, 2, 3, 4, 5].map(async () => (await fetch(`${test.url}/demo`)).text()));
    expect(new Set(pages.map(clientIdOf)).size).toBe(1);
    expect(await test.dataSource.query('SELECT id, type, first_party, redirect_uris, token_endpoint_auth_method FROM applications')).toEqual([
      { id: clientIdOf(pages[0]!), type: 'spa', first_party: true, redirect_uris: ['http://localhost:8000/demo'], token_endpoint_auth_method: 'none' },
    ]);
    expect(await auditOf(test, { action: 'application.created' })).toHaveLength(1);
  });

  it('lets nothing in or out but its own', async () => {
    const response = await fetch(`${test.url}/demo?code=x&state=y`);
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none';.*frame-ancestors 'none'/);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).not.toMatch(/<script(?! src)|<style| on\w+=| style=|state=y/);
    expect((await fetch(`${test.url}/demo/demo.js`)).headers.get('content-type')).toContain('text/javascript');
  });

  it('gets a code for who signs in, and nobody is asked for consent', async () => {
    const email = await signUp(test);
    const id = clientIdOf(await (await fetch(`${test.url}/demo`)).text());
    const config = await oidc.relyingParty(test, { id, client_secret: '' });
    const started = await oidc.start(config, { redirect_uri: 'http://localhost:8000/demo' });
    const back = await oidc.signIn(new oidc.Browser(test), started.url, email);
    expect([back.url.pathname, back.status]).toEqual(['/demo', 200]);
    const tokens = await oidc.redeem(config, started, back.url);
    expect(tokens.claims()).toMatchObject({ aud: id });
    expect(tokens.refresh_token).toEqual(expect.any(String));
  });

  it('is not there where the provider is off, or in production', async () => {
    const off = await createTestApp({ beside: test, env: { OIDC_ENABLED: 'false', APP_URL } });
    try {
      for (const path of ['/demo', '/demo/demo.js']) expect((await fetch(`${off.url}${path}`)).status).toBe(404);
      expect(await (await fetch(`${off.url}/`)).text()).not.toContain('demo');
    } finally {
      await off.close();
    }
    const secrets = { SECRET_KEY: 'vR8-mLq2_Zx7wTn4yHc9Kd1pJf6sGb3e', JWT_SECRET_KEY: 'Qw5-eRt8_yUi2oPa6sDf9gHj3kLz7xCv', SUPERADMIN_EMAIL: 'root@example.com', SUPERADMIN_PASSWORD: 'quiet-Harbour-77-lantern' };
    const real = await createTestApp({ env: { ...secrets, OIDC_ENABLED: 'true', NODE_ENV: 'production', APP_URL: 'https://auth.example.com', EMBEDDED_STORES: 'postgres,redis,mongodb', EMAIL_PROVIDER: 'smtp', SMTP_URL: 'smtps://mail.example.com', EMAIL_SENDER: 'no-reply@example.com', BCRYPT_COST: '10' } });
    try {
      for (const path of ['/', '/demo', '/demo/demo.js']) expect((await fetch(`${real.url}${path}`)).status).toBe(404);
      expect(await real.dataSource.query('SELECT 1 FROM applications')).toEqual([]);
    } finally {
      await real.close();
    }
  });

  it('is not there while there is no super admin to register it for', async () => {
    const { SUPERADMIN_EMAIL } = test.settings.values;
    await test.dataSource.query('DELETE FROM applications');
    await test.dataSource.query('UPDATE users SET email = $2 WHERE email = $1', [SUPERADMIN_EMAIL, 'elsewhere@auth.test']);
    expect((await fetch(`${test.url}/demo`)).status).toBe(404);
    await test.dataSource.query('UPDATE users SET email = $1 WHERE email = $2', [SUPERADMIN_EMAIL, 'elsewhere@auth.test']);
    expect((await fetch(`${test.url}/demo`)).status).toBe(200);
  });
});

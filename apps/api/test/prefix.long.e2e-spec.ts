import { FakeClock, FakeProvider } from '@authengine/testing';
import { inBrowser } from './kit/browser.js';
import { bearer, call, introspect, logInAsSuperAdmin, newAddress, PASSWORD, serviceKey } from './kit/person.js';
import { PrefixProxy } from './kit/prefix-proxy.js';
import { Browser, someone } from './kit/social.js';
import { createTestApp, type TestApp } from './test-app.js';

const PAGES = ['verify-email', 'reset-password', 'magic-link', 'accept-invitation', 'not-me', 'undo-email-change', 'undo-deletion'];

describe.each([
  ['/auth', true],
  ['/auth', false],
  ['/api', true],
  ['/api', false],
  ['/team/sign-in', true],
])('a service at %s of a host, behind a proxy that takes that away: %s', (prefix, strips) => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  let proxy: PrefixProxy;
  let test: TestApp;
  let outside: TestApp;
  beforeAll(async () => {
    proxy = await PrefixProxy.start(prefix);
    proxy.strips = strips;
    test = await createTestApp({ clock, provider, env: { APP_URL: `${proxy.url}/`, EMAIL_PROVIDER: 'console', MAX_CONCURRENT_SESSIONS: '100' } });
    proxy.leadTo(test.port);
    // The same service as its clients see it.
    outside = { ...test, url: proxy.url };
  });
  afterAll(async () => {
    await test.close();
    await proxy.close();
  });

  /** What a page refers to, as a browser finds it. */
  const references = (html: string, at: string): string[] => [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, to = '']) => new URL(to, at).href);

  it('has pages whose assets and API are there', async () => {
    for (const page of PAGES) {
      const html = await (await fetch(`${proxy.url}/${page}`)).text();
      const [assets, endpoints] = [[...html.matchAll(/(?:href|src)="([^"]+)"/g)], [...html.matchAll(/data-(?:endpoint|preview|account|hand-over)="([^"]+)"/g)]];
      expect(assets.length).toBeGreaterThanOrEqual(2);
      expect(endpoints.length).toBeGreaterThanOrEqual(1);
      for (const [, to = ''] of assets) expect([page, to, (await fetch(new URL(to, `${proxy.url}/${page}`))).status]).toEqual([page, to, 200]);
      for (const [, to = ''] of endpoints) {
        const answer = await fetch(new URL(to, `${proxy.url}/${page}`), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
        expect([page, to, answer.status, answer.headers.get('content-type')]).toEqual([page, to, 400, 'application/problem+json']);
      }
    }
  });

  it('mails links to its pages', async () => {
    const email = newAddress();
    expect((await call(outside, 'POST', '/auth/register', { email, password: PASSWORD })).status).toBe(202);
    const { text } = await test.mails.latest(email);
    const link = /(http\S+)#token=/.exec(text)?.[1] ?? '';
    expect(link).toBe(`${proxy.url}/verify-email`);
    expect((await fetch(link)).status).toBe(200);
    expect((await call(outside, 'POST', '/auth/verify-email', { token: await test.mails.token(email) })).status).toBe(200);
    expect((await call(outside, 'POST', '/auth/login', { email, password: PASSWORD })).status).toBe(200);
  });

  it('answers its API, its probes and what is not there as anywhere', async () => {
    const { access_token } = await logInAsSuperAdmin(test);
    expect((await call(outside, 'GET', '/me', undefined, bearer(access_token))).status).toBe(200);
    expect((await introspect(outside, await serviceKey(test), access_token)).body).toMatchObject({ active: true, iss: proxy.url });
    expect((await fetch(`${proxy.url}/health/ready`)).status).toBe(200);
    expect((await call(outside, 'GET', '/nothing')).status).toBe(404);
    const wrong = await call(outside, 'PUT', '/me', {});
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'DELETE, GET, HEAD, PATCH']);
    expect((await fetch(`${proxy.url}/api/v1/me`, { method: 'OPTIONS' })).headers.get('allow')).toBe('DELETE, GET, HEAD, PATCH, OPTIONS');
    // Whoever is beside it in the network needs no prefix.
    expect((await call(test, 'GET', '/me', undefined, bearer(access_token))).status).toBe(200);
    expect((await fetch(`${test.url}${prefix}more/api/v1/me`)).status).toBe(404);
  });

  it('leads from page to page of a list', async () => {
    const admin = bearer((await logInAsSuperAdmin(test)).access_token);
    const first = await call<{ name: string }[]>(outside, 'GET', '/platform/permissions?limit=2', undefined, admin);
    const next = new URL(/<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? 'none', `${proxy.url}/api/v1/platform/permissions`);
    const second = await fetch(next, { headers: admin });
    expect([next.pathname, second.status]).toEqual([`${prefix}/api/v1/platform/permissions`, 200]);
    expect(await second.json()).not.toEqual(first.body);
  });

  it('describes itself: the document, Swagger UI and its files', async () => {
    const document = (await (await fetch(`${proxy.url}/openapi.json`)).json()) as { servers: { url: string }[] };
    expect(document.servers.map(({ url }) => url)).toEqual([prefix]);
    for (const at of [`${proxy.url}/docs`, `${proxy.url}/docs/`]) {
      const answer = await fetch(at);
      expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
      const files = references(await answer.text(), answer.url);
      expect(files.length).toBeGreaterThan(3);
      for (const file of files) expect([file, (await fetch(file)).status]).toEqual([file, 200]);
      expect(await (await fetch(files.find((file) => file.includes('init')) ?? '')).text()).toContain(`"url": "${prefix}"`);
    }
  });

  it('shows its mailbox', async () => {
    await call(outside, 'POST', '/auth/password-reset/request', { email: test.settings.values.SUPERADMIN_EMAIL });
    await test.mails.latest(test.settings.values.SUPERADMIN_EMAIL);
    const html = await (await fetch(`${proxy.url}/dev/mailbox`)).text();
    const [mail = ''] = references(html, `${proxy.url}/dev/mailbox`);
    const shown = await fetch(mail);
    expect(shown.status).toBe(200);
    const [back = ''] = references(await shown.text(), mail);
    expect((await fetch(back)).status).toBe(200);
  });

  it('signs in at a provider, and back', async () => {
    const providers = await call<{ name: string; login_url: string }[]>(outside, 'GET', '/auth/oauth/providers');
    const login = providers.body.find(({ name }) => name === 'github')?.login_url ?? '';
    expect(login).toBe(`${prefix}/api/v1/auth/oauth/github/login`);
    const browser = new Browser({ ...test, url: proxy.origin }, provider);
    const begun = await browser.get(login);
    expect([begun.status, new URL(begun.location).searchParams.get('redirect_uri')]).toEqual([302, `${proxy.url}/api/v1/auth/oauth/github/callback`]);
    const back = provider.approve(begun.location, someone().person);
    expect((await browser.get(back.pathname + back.search)).body).toMatchObject({ is_new_user: true, access_token: expect.any(String) });
  });

  inBrowser((newPage) => {
    it('does what a mail was sent for, on its page', async () => {
      const email = newAddress();
      await call(outside, 'POST', '/auth/register', { email, password: PASSWORD });
      const page = await newPage();
      await page.goto(`${proxy.url}/verify-email#token=${await test.mails.token(email)}`);
      await page.getByRole('button').click();
      await page.getByText(/verified|confirmed/i).last().waitFor();
      expect((await call(outside, 'POST', '/auth/login', { email, password: PASSWORD })).status).toBe(200);
    });
  });
});

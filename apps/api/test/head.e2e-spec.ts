import { FakeClock, FakeProvider } from '@authengine/testing';
import { databaseContents } from './kit/database-contents.js';
import { auditOf, bearer, call, logIn, logInAsSuperAdmin, newAddress, signUp, PASSWORD } from './kit/person.js';
import { RouteTable } from '../src/http/routes/route-table.js';
import { application, Browser, platformAdmin, relyingParty, start } from './kit/oidc.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('HEAD', () => {
  let test: TestApp;
  let admin: Record<string, string>;
  let tenantId: string;
  beforeAll(async () => {
    const clock = new FakeClock();
    test = await createTestApp({ clock, provider: new FakeProvider(clock), env: { MAX_CONCURRENT_SESSIONS: '100', CORS_ORIGINS: 'https://app.example' } });
    admin = bearer((await logInAsSuperAdmin(test)).access_token);
    const [me] = [(await call<{ id: string }>(test, 'GET', '/me', undefined, admin)).body];
    tenantId = (await call<{ id: string }>(test, 'POST', '/platform/tenants', { name: 'Acme', owner_id: me.id }, admin)).body.id;
  });
  afterAll(() => test.close());

  const head = (path: string, headers: Record<string, string> = {}) => fetch(`${test.url}${path}`, { method: 'HEAD', headers, redirect: 'manual' });

  it('is answered wherever GET is, never with a fault, and changes nothing', async () => {
    const { id } = (await call<{ id: string }>(test, 'GET', '/me', undefined, admin)).body;
    const ids: Record<string, string> = { tenant_id: tenantId, id: tenantId, uid: id, provider: 'github' };
    const before = await databaseContents(test);
    // A page with a form gives the browser what the form is sent with, whoever asks for it.
    const forms = ['/oauth2/logout', '/device', '/device/:uid', '/sign-in', '/sign-up', '/forgot-password'];
    const wrong: string[] = [];
    for (const { method, path } of test.app.get(RouteTable).routes()) {
      if (method !== 'GET') continue;
      const answer = await head(path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? name), admin);
      if (answer.status === 405 || answer.status >= 500 || (await answer.text()) !== '') wrong.push(`HEAD ${path}: ${answer.status}`);
      if (answer.headers.getSetCookie().length > 0 && !forms.includes(path)) wrong.push(`HEAD ${path} set a cookie`);
    }
    expect(wrong).toEqual([]);
    expect(await databaseContents(test)).toBe(before);
  });

  it('says what GET would say of who may ask, and of what there is', async () => {
    for (const path of ['/api/v1/me', '/api/v1/platform/users?limit=1', `/api/v1/tenants/${tenantId}`, '/api/v1/platform/audit', '/api/v1/me/export', `/api/v1/platform/users/${tenantId}`, '/api/v1/platform/users?unknown=1']) {
      for (const headers of [{}, bearer('forged'), admin]) {
        const get = await fetch(test.url + path, { headers });
        const answer = await head(path, headers);
        expect([path, answer.status]).toEqual([path, get.status]);
      }
    }
    const [get, answer] = [await fetch(`${test.url}/api/v1/platform/roles?limit=2`, { headers: admin }), await head('/api/v1/platform/roles?limit=2', admin)];
    for (const name of ['link', 'x-total-count', 'content-length', 'content-type', 'cache-control']) expect([name, answer.headers.get(name)]).toEqual([name, get.headers.get(name)]);
  });

  it('follows no link of a mail', async () => {
    const email = newAddress();
    await call(test, 'POST', '/auth/register', { email, password: PASSWORD });
    const token = await test.mails.token(email);
    expect((await head(`/api/v1/auth/verify-email?token=${token}`)).status).toBe(200);
    expect((await call(test, 'POST', '/auth/login', { email, password: PASSWORD })).status).toBe(401);
    expect((await call(test, 'GET', `/auth/verify-email?token=${token}`)).status).toBe(200);

    await call(test, 'POST', '/auth/magic-link/request', { email });
    const link = await test.mails.token(email);
    expect((await head(`/api/v1/auth/magic-link/verify?token=${link}`)).status).toBe(200);
    expect((await call(test, 'GET', `/auth/magic-link/verify?token=${link}`)).status).toBe(200);
  });

  it('begins no sign-in at a provider, and puts on record no reading that gave nothing', async () => {
    const answer = await head('/api/v1/auth/oauth/github/login');
    expect([answer.headers.get('location'), answer.headers.getSetCookie()]).toEqual([null, []]);
    const exported = async (): Promise<number> => (await auditOf(test, { action: 'user.account.exported' })).length;
    const before = await exported();
    const person = await logIn(test, await signUp(test));
    expect((await head('/api/v1/me/export', bearer(person.access_token))).status).toBe(200);
    expect(await exported()).toBe(before);
  });

  it('begins no sign-in for an application, and gives out no code', async () => {
    const administrator = await platformAdmin(test);
    const config = await relyingParty(test, await application(administrator));
    const browser = new Browser(test);
    const asked = await start(config);
    const page = await browser.open(asked.url);
    const kept = async (): Promise<string> => JSON.stringify(await test.dataSource.query('SELECT kind, id_hash, sealed_payload, consumed_at FROM oidc_artefacts ORDER BY kind, id_hash'));
    const changes = async (path: string): Promise<boolean> => {
      const before = await kept();
      const answer = await browser.head(`${test.url}${path}`);
      expect([path, answer.status, answer.headers.get('location'), answer.headers.getSetCookie()]).toEqual([path, 200, null, []]);
      return (await kept()) !== before;
    };
    const { pathname, search } = (await start(config)).url;
    expect(await changes(pathname + search)).toBe(false);
    await page.send({ email: await signUp(test), password: PASSWORD });
    for (const path of [pathname + search, '/oauth2/logout', '/device']) expect(await changes(path)).toBe(false);
  });

  it('says nothing else than GET of a route that a guard of its own refuses, here the endpoints of a provider that is off', async () => {
    const off = await createTestApp({ beside: test, env: { OIDC_ENABLED: 'false' } });
    try {
      const ids: Record<string, string> = { uid: tenantId };
      const wrong: string[] = [];
      for (const { method, path } of off.app.get(RouteTable).routes()) {
        if (method !== 'GET' || path.startsWith('/api/') || /^\/(health|metrics|docs|openapi)/.test(path)) continue;
        const url = off.url + path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? name);
        const [get, answer] = [await fetch(url, { redirect: 'manual' }), await fetch(url, { method: 'HEAD', redirect: 'manual' })];
        if (answer.status !== get.status) wrong.push(`${path}: GET ${get.status}, HEAD ${answer.status}`);
      }
      expect(wrong).toEqual([]);
    } finally {
      await off.close();
    }
  });

  it('may be sent by pages of allowed origins', async () => {
    const preflight = await fetch(`${test.url}/api/v1/me`, { method: 'OPTIONS', headers: { Origin: 'https://app.example', 'Access-Control-Request-Method': 'HEAD' } });
    expect(preflight.headers.get('access-control-allow-methods')).toContain('HEAD');
    expect(preflight.headers.get('allow')).toBe('DELETE, GET, HEAD, PATCH, OPTIONS');
  });
});

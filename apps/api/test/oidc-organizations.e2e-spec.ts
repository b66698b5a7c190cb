import { People } from '@authengine/testing';
import * as client from 'openid-client';
import type { Actor } from './kit/actor.js';
import { bearer, call, introspect, logIn, serviceKey, signUp } from './kit/person.js';
import { application, Browser, platformAdmin, redeem, relyingParty, signIn, start, userinfo, type MadeApplication } from './kit/oidc.js';
import { createTestApp, type TestApp } from './test-app.js';

const SCOPE = 'openid organization tenant.view';
const ORG_CLAIMS = ['org_id', 'org_name', 'roles', 'permissions'];

describe('signing in at an application for an organization', () => {
  let test: TestApp;
  let admin: Actor;
  let people: People;
  let key: string;
  let shop: MadeApplication;
  let config: client.Configuration;

  beforeAll(async () => {
    test = await createTestApp({ env: { OIDC_ENABLED: 'true', MAX_CONCURRENT_SESSIONS: '100', RATE_LIMIT_PER_MINUTE: '100000' } });
    people = new People(test.dataSource);
    admin = await platformAdmin(test);
    key = await serviceKey(test);
    shop = await application(admin);
    config = await relyingParty(test, shop);
  });
  afterAll(() => test.close());

  const person = async (organizations = 2): Promise<{ email: string; id: string; tenants: string[] }> => {
    const email = await signUp(test);
    const [{ id = '' } = {}] = await test.dataSource.query<{ id: string }[]>('SELECT id FROM users WHERE email = $1', [email]);
    const tenants: string[] = [];
    for (let i = 0; i < organizations; i += 1) {
      const tenant = await people.tenant();
      await people.member(tenant, id as never, i === 0 ? 'TENANT_USER' : 'TENANT_MANAGER');
      tenants.push(tenant);
    }
    return { email, id, tenants };
  };
  const nameOf = async (tenant: string): Promise<string> => (await test.dataSource.query<{ name: string }[]>('SELECT name FROM tenants WHERE id = $1', [tenant]))[0]!.name;
  const tokensOf = async (email: string, parameters: Record<string, string>, by = config) => {
    const started = await start(by, parameters);
    return redeem(by, started, (await signIn(new Browser(test), started.url, email)).url);
  };
  const demand = (tenant: string): Promise<unknown> => test.dataSource.query('UPDATE tenants SET require_mfa = true, version = version + 1 WHERE id = $1', [tenant]);

  it('asks which one, once, and says so in the ID token, at userinfo and at introspection', async () => {
    const { email, tenants } = await person();
    const browser = new Browser(test);
    const started = await start(config, { scope: SCOPE });
    const page = await signIn(browser, started.url, email);
    expect([page.status, page.title]).toEqual([200, 'Choose an organization']);
    for (const tenant of tenants) expect(page.html).toContain(`value="${tenant}"`);
    expect((await page.send({ organization: await people.tenant() })).error).toBe('Choose one of these organizations.');
    const tokens = await redeem(config, started, (await page.send({ organization: tenants[1]! })).url);
    const told = { org_id: tenants[1], org_name: await nameOf(tenants[1]!), roles: ['TENANT_MANAGER'], permissions: expect.arrayContaining(['tenant.view', 'tenant.users.manage']) };
    expect(tokens.claims()).toMatchObject(told);
    expect(await client.fetchUserInfo(config, tokens.access_token, tokens.claims()!.sub)).toMatchObject(told);
    expect((await introspect(test, key, tokens.access_token)).body).toMatchObject({ active: true, tenant_id: tenants[1], tenant_ids: [tenants[1]], permissions: ['tenant.view'] });
    expect((await introspect(test, key, tokens.access_token, { tenant_id: tenants[0] })).body).toEqual({ active: false });

    const again = await start(config, { scope: SCOPE });
    expect((await redeem(config, again, (await browser.open(again.url)).url)).claims()).toMatchObject({ org_id: tenants[1] });
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token!);
    expect((await introspect(test, key, refreshed.access_token)).body).toMatchObject({ tenant_id: tenants[1] });
  });

  it('is for the one that the application names, beside another in the same browser', async () => {
    const { email, tenants } = await person();
    const browser = new Browser(test);
    const first = await start(config, { scope: SCOPE, organization: tenants[0]! });
    const one = await redeem(config, first, (await signIn(browser, first.url, email)).url);
    const second = await start(config, { scope: SCOPE, organization: tenants[1]!.toUpperCase() });
    const other = await redeem(config, second, (await browser.open(second.url)).url);
    expect([one.claims()?.['org_id'], other.claims()?.['org_id']]).toEqual(tenants);
    for (const [i, { access_token }] of [one, other].entries()) expect((await introspect(test, key, access_token)).body).toMatchObject({ active: true, tenant_id: tenants[i] });
  });

  it('says nothing of it without the scope, and nothing where there is none', async () => {
    const { email, tenants } = await person();
    const tokens = await tokensOf(email, { scope: 'openid', organization: tenants[0]! });
    for (const claim of ORG_CLAIMS) expect(tokens.claims()).not.toHaveProperty(claim);
    expect((await userinfo(test, tokens.access_token)).body).toEqual({ sub: tokens.claims()?.sub });
    expect((await introspect(test, key, tokens.access_token)).body).toMatchObject({ tenant_id: tenants[0] });
    const alone = await tokensOf((await person(0)).email, { scope: SCOPE });
    for (const claim of ORG_CLAIMS) expect(alone.claims()).not.toHaveProperty(claim);
    const only = await person(1);
    expect((await tokensOf(only.email, { scope: SCOPE })).claims()).toMatchObject({ org_id: only.tenants[0], roles: ['TENANT_USER'] });
  });

  it('is in JWT access tokens, with permissions as far as they are scopes', async () => {
    const { email, tenants } = await person(1);
    const by = await relyingParty(test, await application(admin, { access_token_format: 'jwt' }));
    const { access_token } = await tokensOf(email, { scope: SCOPE }, by);
    expect(JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString())).toMatchObject({ org_id: tenants[0], org_name: await nameOf(tenants[0]!), roles: ['TENANT_USER'], permissions: ['tenant.view'] });
    expect((await introspect(test, key, access_token)).body).toMatchObject({ active: true, tenant_id: tenants[0] });
  });

  it.each([['that is not the user’s', async () => people.tenant()], ['that does not exist', () => Promise.resolve('00000000-0000-4000-8000-000000000000')]])('is refused for one %s', async (_, tenant) => {
    const { email } = await person();
    const page = await signIn(new Browser(test), (await start(config, { scope: SCOPE, organization: await tenant() })).url, email);
    expect([page.url.origin, page.url.searchParams.get('error')]).toEqual(['https://shop.example.com', 'access_denied']);
  });

  it('is refused for what is no id, and without asking where nobody may be asked', async () => {
    const { email } = await person();
    expect((await new Browser(test).open((await start(config, { scope: SCOPE, organization: 'x' })).url)).url.searchParams.get('error')).toBe('invalid_request');
    const browser = new Browser(test);
    await signIn(browser, (await start(config)).url, email);
    expect((await browser.open((await start(config, { scope: SCOPE, prompt: 'none' })).url)).url.searchParams.get('error')).toBe('interaction_required');
  });

  it('lets the user cancel', async () => {
    const { email } = await person();
    const page = await signIn(new Browser(test), (await start(config, { scope: SCOPE })).url, email);
    expect((await page.send({ cancel: 'yes' })).url.searchParams.get('error')).toBe('access_denied');
  });

  it('is that of the application where it is bound to one', async () => {
    const { email, tenants } = await person();
    const by = await relyingParty(test, await application(admin, { tenant_id: tenants[1] }));
    expect((await tokensOf(email, { scope: SCOPE }, by)).claims()).toMatchObject({ org_id: tenants[1] });
    const page = await signIn(new Browser(test), (await start(by, { scope: SCOPE, organization: tenants[0]! })).url, email);
    expect(page.url.searchParams.get('error')).toBe('access_denied');
  });

  it('is asked before consent, which is then for that one', async () => {
    const { email, tenants } = await person();
    const by = await relyingParty(test, await application(admin, { name: 'Stranger', first_party: false }));
    const started = await start(by, { scope: SCOPE });
    const choose = await signIn(new Browser(test), started.url, email);
    const consent = await choose.send({ organization: tenants[0]! });
    expect(consent.title).toBe('Go on to Stranger?');
    const tokens = await redeem(by, started, (await consent.send({ agree: 'yes' })).url);
    expect(tokens.claims()).toMatchObject({ org_id: tenants[0] });
    expect((await introspect(test, key, tokens.access_token)).body).toMatchObject({ tenant_id: tenants[0] });
  });

  it('MF-11 is closed where it demands a second factor that the user lacks, also while tokens are out', async () => {
    const { email, tenants } = await person();
    const tokens = await tokensOf(email, { scope: SCOPE, organization: tenants[0]! });
    await demand(tenants[0]!);
    await test.dataSource.query('UPDATE users SET version = version + 1 WHERE email = $1', [email]);
    const page = await signIn(new Browser(test), (await start(config, { scope: SCOPE, organization: tenants[0]! })).url, email);
    expect(page.title).toBe('A second factor is missing');
    expect((await page.send({ organization: tenants[0]! })).status).toBe(400);
    expect((await page.send({ cancel: 'yes' })).url.searchParams.get('error')).toBe('access_denied');
    const listed = await signIn(new Browser(test), (await start(config, { scope: SCOPE })).url, email);
    expect(listed.html).not.toContain(`value="${tenants[0]!}"`);
    await expect(client.refreshTokenGrant(config, tokens.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it.each(['opaque', 'jwt'])('MF-11 lets nobody in without it to an application of such a tenant, whatever it asks for (%s)', async (access_token_format) => {
    const { email, tenants } = await person(1);
    const by = await relyingParty(test, await application(admin, { tenant_id: tenants[0], access_token_format }));
    const started = await start(by);
    const tokens = await redeem(by, started, (await signIn(new Browser(test), started.url, email)).url);
    const [waiting, browser] = [await start(by), new Browser(test)];
    const code = (await signIn(browser, waiting.url, email)).url;
    expect(code.searchParams.get('code')).not.toBeNull();
    await demand(tenants[0]!);
    await test.dataSource.query('UPDATE users SET version = version + 1 WHERE email = $1', [email]);
    const page = await signIn(new Browser(test), (await start(by)).url, email);
    expect([page.title, page.html.includes(await nameOf(tenants[0]!))]).toEqual(['A second factor is missing', true]);
    expect((await page.send({ cancel: 'yes' })).url.searchParams.get('error')).toBe('access_denied');
    expect((await browser.open((await start(by, { prompt: 'none' })).url)).url.searchParams.get('error')).toBe('interaction_required');
    await expect(redeem(by, waiting, code)).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(client.refreshTokenGrant(by, tokens.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect((await userinfo(test, tokens.access_token)).status).toBe(401);
    expect((await introspect(test, key, tokens.access_token)).body).toEqual({ active: false });
  });

  it('ends for good when the user leaves it, and not what was given for another', async () => {
    const { email, tenants } = await person();
    const browser = new Browser(test);
    const first = await start(config, { scope: SCOPE, organization: tenants[0]! });
    const one = await redeem(config, first, (await signIn(browser, first.url, email)).url);
    const second = await start(config, { scope: SCOPE, organization: tenants[1]! });
    const other = await redeem(config, second, (await browser.open(second.url)).url);
    const own = await logIn(test, email);
    expect((await call(test, 'DELETE', `/me/tenants/${tenants[0]!}`, undefined, bearer(own.access_token))).status).toBe(204);
    expect((await introspect(test, key, one.access_token)).body).toEqual({ active: false });
    expect((await introspect(test, key, other.access_token)).body).toMatchObject({ active: true });
    const [{ id = '' } = {}] = await test.dataSource.query<{ id: string }[]>('SELECT id FROM users WHERE email = $1', [email]);
    await people.member(tenants[0] as never, id as never, 'TENANT_USER');
    expect((await introspect(test, key, one.access_token)).body).toEqual({ active: false });
    await expect(client.refreshTokenGrant(config, one.refresh_token!)).rejects.toThrow();
  });
});

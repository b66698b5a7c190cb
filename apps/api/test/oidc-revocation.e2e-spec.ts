import { People } from '@authengine/testing';
import * as client from 'openid-client';
import type { Actor } from './kit/actor.js';
import { bearer, call, introspect, logIn, serviceKey, signUp, type Answer } from './kit/person.js';
import { application, Browser, platformAdmin, redeem, relyingParty, signIn, start, type MadeApplication, type Page } from './kit/oidc.js';
import { createTestApp, type TestApp } from './test-app.js';

const INACTIVE = { active: false };
/** Without Redis an embedded database belongs to one process, so there is one node. */
const TWO_NODES = Boolean(process.env['TEST_REDIS_URL']);

describe('tokens of applications at introspection', () => {
  let test: TestApp;
  let beside: TestApp;
  let admin: Actor;
  let people: People;
  let key: string;

  beforeAll(async () => {
    const env = { OIDC_ENABLED: 'true', MAX_CONCURRENT_SESSIONS: '100' };
    test = await createTestApp({ env });
    beside = TWO_NODES ? await createTestApp({ env, beside: test }) : test;
    people = new People(test.dataSource);
    admin = await platformAdmin(test);
    key = await serviceKey(test);
  });
  afterAll(async () => {
    if (TWO_NODES) await beside.close();
    await test.close();
  });

  interface Signed {
    readonly email: string;
    readonly userId: string;
    readonly app: MadeApplication;
    readonly config: client.Configuration;
    readonly browser: Browser;
    readonly tokens: client.TokenEndpointResponse;
    readonly sessionId: string;
  }
  const signed = async (fields: Record<string, unknown> = {}, parameters: Record<string, string> = {}, member: { readonly tenant: string; readonly role: string } | null = null): Promise<Signed> => {
    const app = await application(admin, fields);
    const email = await signUp(test);
    const [{ id: userId = '' } = {}] = await test.dataSource.query<{ id: string }[]>('SELECT id FROM users WHERE email = $1', [email]);
    if (fields['tenant_id'] !== undefined) await people.member(fields['tenant_id'] as never, userId as never, 'TENANT_USER');
    if (member) await people.member(member.tenant as never, userId as never, member.role);
    const config = await relyingParty(test, app);
    const browser = new Browser(test);
    const started = await start(config, parameters);
    let page: Page = await signIn(browser, started.url, email);
    if (page.title.startsWith('Go on')) page = await page.send({ agree: 'yes' });
    const tokens = await redeem(config, started, page.url);
    const sessionId = String((await introspect(test, key, tokens.access_token)).body['session_id']);
    return { email, userId, app, config, browser, tokens, sessionId };
  };
  /** On both nodes, with and without the cache entries. */
  const answers = async (token: string): Promise<Record<string, unknown>[]> => {
    const all: Answer[] = [];
    for (const node of [test, beside, test, beside]) all.push(await introspect(node, key, token));
    return all.map(({ status, body }) => (status === 200 ? body : { status }));
  };

  it.each(['opaque', 'jwt'])('are answered in the words of RFC 7662, at both addresses, as far as their scopes go (%s)', async (access_token_format) => {
    const { userId, email, app, tokens } = await signed({ access_token_format }, { scope: 'openid email' });
    expect(tokens.access_token.includes('.')).toBe(access_token_format === 'jwt');
    const [first, ...others] = await answers(tokens.access_token);
    expect(first).toMatchObject({ active: true, user_id: userId, sub: userId, email, email_verified: true, client_id: app.id, scope: 'openid email', token_type: 'bearer', iss: 'http://auth.test', aud: 'http://auth.test', permissions: [], session_id: expect.any(String), auth_strategy: 'email_password' });
    expect(first).not.toHaveProperty('name');
    expect(others).toEqual([first, first, first]);
    const oauth = await fetch(`${test.url}/oauth2/introspect`, { method: 'POST', headers: { authorization: `Basic ${Buffer.from(`:${key}`).toString('base64')}` }, body: new URLSearchParams({ token: tokens.access_token }) });
    expect(await oauth.json()).toEqual(first);
    const batch = await call<{ results: unknown[] }>(test, 'POST', '/auth/introspect/batch', { tokens: [{ token: tokens.access_token }, { token: 'nonsense' }] }, { 'X-API-Key': key });
    expect(batch.body.results).toEqual([first, INACTIVE]);
  });

  it('hold no permission that the user lacks, and none that is no scope of theirs', async () => {
    const tenant = await people.tenant();
    const { tokens } = await signed({}, { scope: 'openid tenant.view tenant.users.manage' }, { tenant, role: 'TENANT_USER' });
    const asked = { tenant_id: tenant, permission: 'tenant.view' };
    expect((await introspect(test, key, tokens.access_token, asked)).body).toMatchObject({ permissions: ['tenant.view'], allowed: true, tenant_id: tenant });
    expect((await introspect(test, key, tokens.access_token, { ...asked, permission: 'tenant.users.manage' })).body).toMatchObject({ allowed: false });
    const narrow = await signed({}, { scope: 'openid' }, { tenant, role: 'TENANT_OWNER' });
    expect((await introspect(test, key, narrow.tokens.access_token, asked)).body).toMatchObject({ permissions: [], allowed: false });
  });

  it('are no tokens of this API', async () => {
    for (const access_token_format of ['opaque', 'jwt']) {
      const { tokens } = await signed({ access_token_format });
      expect((await call(test, 'GET', '/me', undefined, bearer(tokens.access_token))).status).toBe(401);
      expect((await call(test, 'GET', '/auth/forward', undefined, { 'X-API-Key': key, ...bearer(tokens.access_token) })).status).toBe(401);
      expect((await call(test, 'POST', '/auth/refresh', { refresh_token: tokens.refresh_token })).status).toBe(401);
    }
  });

  it('name their audience, and the key that they are bound to', async () => {
    const spa = await application(admin, { type: 'spa' });
    const email = await signUp(test);
    const by = await relyingParty(test, { ...spa, client_secret: '' });
    const DPoP = client.getDPoPHandle(by, await client.randomDPoPKeyPair('ES256'));
    const started = await start(by, { resource: 'https://orders.example.com/', scope: 'openid tenant.view' });
    const back = (await signIn(new Browser(test), started.url, email)).url;
    const tokens = await client.authorizationCodeGrant(by, back, { pkceCodeVerifier: started.verifier, expectedState: started.state, expectedNonce: started.nonce }, undefined, { DPoP });
    expect((await answers(tokens.access_token))[0]).toMatchObject({ aud: 'https://orders.example.com/', token_type: 'DPoP', cnf: { jkt: expect.any(String) }, scope: expect.stringContaining('tenant.view') });
  });

  const ACTS: Record<string, { readonly fields?: () => Promise<Record<string, unknown>>; readonly organization?: true; readonly end: (one: Signed, fields: Record<string, unknown>, organization: string) => Promise<unknown> }> = {
    'the session is ended by its user': { end: async ({ email, sessionId }) => call(test, 'DELETE', `/me/sessions/${sessionId}`, undefined, bearer((await logIn(test, email)).access_token)) },
    'the browser is signed out': { end: async ({ browser }) => (await browser.open('http://auth.test/oauth2/logout')).send({ logout: 'yes' }) },
    'the user is suspended': { end: ({ userId }) => admin.ask('PATCH', `/platform/users/${userId}`, { status: 'SUSPENDED' }) },
    'the user is deleted': { end: ({ userId }) => admin.ask('DELETE', `/platform/users/${userId}`) },
    'the password is changed': { end: async ({ email }) => call(test, 'POST', '/auth/password', { current_password: 'seven herons over the estuary', new_password: 'nine kestrels over the harbour' }, bearer((await logIn(test, email)).access_token)) },
    'the application is disabled': { end: ({ app }) => admin.ask('PATCH', `/platform/applications/${app.id}`, { status: 'DISABLED' }) },
    'the application is no longer the company’s own': { end: ({ app }) => admin.ask('PATCH', `/platform/applications/${app.id}`, { first_party: false }) },
    'the application may ask for less': { end: ({ app }) => admin.ask('PATCH', `/platform/applications/${app.id}`, { scopes: ['openid'] }) },
    'the application is removed': { end: ({ app }) => admin.ask('DELETE', `/platform/applications/${app.id}`) },
    'the consent is withdrawn': { fields: () => Promise.resolve({ first_party: false }), end: async ({ email, app }) => call(test, 'DELETE', `/me/applications/${app.id}`, undefined, bearer((await logIn(test, email)).access_token)) },
    'the tenant of the application is removed': { fields: async () => ({ tenant_id: await people.tenant() }), end: (_, { tenant_id }) => admin.ask('DELETE', `/platform/tenants/${String(tenant_id)}`) },
    'the tenant of the application is suspended': { fields: async () => ({ tenant_id: await people.tenant() }), end: (_, { tenant_id }) => admin.ask('PUT', `/platform/tenants/${String(tenant_id)}`, { status: 'SUSPENDED' }) },
    'the user leaves the tenant of the application': { fields: async () => ({ tenant_id: await people.tenant() }), end: ({ userId }, { tenant_id }) => admin.ask('DELETE', `/tenants/users/${String(tenant_id)}/users/${userId}`) },
    'the user is removed from the organization': { organization: true, end: ({ userId }, _, tenant) => admin.ask('DELETE', `/tenants/users/${tenant}/users/${userId}`) },
    'the organization is removed': { organization: true, end: (_, __, tenant) => admin.ask('DELETE', `/platform/tenants/${tenant}`) },
    'the organization is suspended': { organization: true, end: (_, __, tenant) => admin.ask('PUT', `/platform/tenants/${tenant}`, { status: 'SUSPENDED' }) },
    'the application revokes its access token': { end: ({ config, tokens }) => client.tokenRevocation(config, tokens.access_token) },
    'the application revokes its refresh token': { end: ({ config, tokens }) => client.tokenRevocation(config, tokens.refresh_token ?? tokens.access_token) },
  };

  it.each(Object.keys(ACTS).flatMap((act) => ['opaque', 'jwt'].map((format) => [act, format] as const)))('IN-07 stand on no node once %s (%s)', async (act, access_token_format) => {
    const { fields, organization, end } = ACTS[act]!;
    const own = { access_token_format, ...(await fields?.()) };
    const tenant = organization ? await people.tenant() : '';
    const one = await signed(own, organization ? { scope: 'openid organization', organization: tenant } : {}, organization ? { tenant, role: 'TENANT_USER' } : null);
    for (const answer of await answers(one.tokens.access_token)) expect(answer).toMatchObject({ active: true });
    const ended = (await end(one, own, tenant)) as { readonly status?: number } | undefined;
    expect(ended?.status ?? 200).toBeLessThan(300);
    expect(await answers(one.tokens.access_token)).toEqual([INACTIVE, INACTIVE, INACTIVE, INACTIVE]);
    if (one.tokens.refresh_token !== undefined) await expect(client.refreshTokenGrant(one.config, one.tokens.refresh_token)).rejects.toThrow();
  });

  it.each(['opaque', 'jwt'])('of a service of its own stand until it is revoked or the service disabled (%s)', async (access_token_format) => {
    const made = await application(admin, { type: 'service', redirect_uris: [], post_logout_redirect_uris: [], scopes: ['tenant.view'], access_token_format });
    const config = await relyingParty(test, made);
    const grant = async (): Promise<string> => (await client.clientCredentialsGrant(config, { scope: 'tenant.view' })).access_token;
    const [one, other] = [await grant(), await grant()];
    const [first] = await answers(one);
    expect(first).toMatchObject({ active: true, sub: made.id, client_id: made.id, scope: 'tenant.view', permissions: [], token_type: 'bearer' });
    expect(first).not.toHaveProperty('user_id');
    expect((await introspect(test, key, one, { permission: 'tenant.view' })).body).toMatchObject({ allowed: false });
    await client.tokenRevocation(await relyingParty(test, await application(admin)), one);
    expect((await answers(one))[3]).toMatchObject({ active: true });
    await client.tokenRevocation(config, one);
    expect(await answers(one)).toEqual([INACTIVE, INACTIVE, INACTIVE, INACTIVE]);
    expect((await answers(other))[3]).toMatchObject({ active: true });
    await admin.ask('PATCH', `/platform/applications/${made.id}`, { status: 'DISABLED' });
    expect(await answers(other)).toEqual([INACTIVE, INACTIVE, INACTIVE, INACTIVE]);
  });

  it.each(['opaque', 'jwt'])('of a service of its own stand on no node once it may not have what they say (%s)', async (access_token_format) => {
    const made = await application(admin, { type: 'service', redirect_uris: [], post_logout_redirect_uris: [], scopes: ['tenant.view', 'tenant.update'], access_token_format });
    const config = await relyingParty(test, made);
    const grant = async (scope: string): Promise<string> => (await client.clientCredentialsGrant(config, { scope })).access_token;
    const tokens = [await grant('tenant.view tenant.update'), await grant('tenant.update'), await grant('tenant.view'), (await client.clientCredentialsGrant(config)).access_token];
    const narrow = (scopes: readonly string[]) => admin.ask('PATCH', `/platform/applications/${made.id}`, { scopes });
    const stand = async (): Promise<boolean[]> => {
      const all = await Promise.all(tokens.map(answers));
      return all.map((one) => one.every(({ active }) => active === true));
    };
    expect(await stand()).toEqual([true, true, true, true]);
    for (let i = 0; i < 2; i += 1) {
      expect((await narrow(['tenant.view'])).status).toBe(200);
      expect(await Promise.all(tokens.slice(0, 2).map(answers))).toEqual(Array(2).fill(Array(4).fill(INACTIVE)));
      expect(await stand()).toEqual([false, false, true, true]);
    }
    expect((await narrow([])).status).toBe(200);
    expect(await stand()).toEqual([false, false, false, true]);
  });

  it('are refused when they are forged', async () => {
    const { tokens } = await signed({ access_token_format: 'jwt' });
    const [header = '', payload = '', signature = ''] = tokens.access_token.split('.');
    const changed = (part: string, change: Record<string, unknown>): string => Buffer.from(JSON.stringify({ ...(JSON.parse(Buffer.from(part, 'base64url').toString()) as object), ...change })).toString('base64url');
    for (const forged of [
      `${header}.${changed(payload, { scope: 'platform.users.manage' })}.${signature}`,
      `${changed(header, { alg: 'none' })}.${payload}.`,
      `${changed(header, { alg: 'none' })}.${payload}.${signature}`,
      `${changed(header, { alg: 'HS256' })}.${payload}.${signature}`,
      `${changed(header, { kid: 'another' })}.${payload}.${signature}`,
      `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
      tokens.id_token ?? '',
      tokens.refresh_token ?? '',
    ]) expect((await introspect(test, key, forged)).body).toEqual(INACTIVE);
  });

  it('show at the session that they came through, and in the list of applications', async () => {
    const one = await signed({ name: 'Listed', first_party: false });
    const own = await logIn(test, one.email);
    const sessions = (await call<{ id: string; applications: unknown[] }[]>(test, 'GET', '/me/sessions', undefined, bearer(own.access_token))).body;
    expect(sessions.find(({ id }) => id === one.sessionId)?.applications).toEqual([{ id: one.app.id, name: 'Listed' }]);
    expect(sessions.filter(({ id }) => id !== one.sessionId).map(({ applications }) => applications)).toEqual([[]]);
    expect((await call(test, 'GET', '/me/applications', undefined, bearer(own.access_token))).body).toEqual([expect.objectContaining({ id: one.app.id, name: 'Listed', scopes: ['email', 'openid', 'profile'] })]);
    expect((await call(test, 'DELETE', `/me/applications/${one.app.id}`, undefined, bearer(own.access_token))).status).toBe(204);
    expect((await call(test, 'DELETE', `/me/applications/${one.app.id}`, undefined, bearer(own.access_token))).status).toBe(204);
    expect((await call(test, 'GET', '/me/applications', undefined, bearer(own.access_token))).body).toEqual([]);
    expect((await one.browser.open((await start(one.config)).url)).title).toBe('Go on to Listed?');
  });
});

import * as client from 'openid-client';
import { RouteTable } from '../src/http/routes/route-table.js';
import { newActor, type Actor } from './kit/actor.js';
import { databaseContents } from './kit/database-contents.js';
import { application, Browser, platformAdmin, redeem, relyingParty, signIn, start, type MadeApplication } from './kit/oidc.js';
import { auditOf, introspect, serviceKey, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Forecast {
  readonly dry_run: true;
  readonly changes: unknown[];
  readonly sessions_ended: unknown[];
  readonly application: { readonly id: string; readonly grants_ended: number; readonly grants: { readonly id: string; readonly user_id: string; readonly session_id: string; readonly tenant_id: string | null }[]; readonly users_affected: number; readonly tokens_ended: number; readonly secrets_left: number };
}

const GONE = '00000000-0000-4000-8000-000000000000';

describe('?dry_run=true of an application', () => {
  let test: TestApp;
  let admin: Actor;
  let key: string;

  beforeAll(async () => {
    test = await createTestApp({ env: { OIDC_ENABLED: 'true', MAX_CONCURRENT_SESSIONS: '100' } });
    admin = await platformAdmin(test);
    key = await serviceKey(test);
  });
  afterAll(() => test.close());

  /** With a sign-in of two people, one of them in two browsers, and the access tokens. */
  const used = async (fields: Record<string, unknown> = {}): Promise<{ app: MadeApplication; tokens: string[] }> => {
    const app = await application(admin, fields);
    const config = await relyingParty(test, app);
    const [one, other] = [await signUp(test), await signUp(test)];
    const tokens: string[] = [];
    for (const email of [one, one, other]) {
      const started = await start(config);
      tokens.push((await redeem(config, started, (await signIn(new Browser(test), started.url, email)).url)).access_token);
    }
    return { app, tokens };
  };
  const stand = async (tokens: readonly string[]): Promise<number> => (await Promise.all(tokens.map((token) => introspect(test, key, token)))).filter(({ body }) => body['active'] === true).length;
  const ALL = { grants_ended: 3, users_affected: 2, tokens_ended: 6, secrets_left: 1 };
  const NOTHING = { grants_ended: 0, users_affected: 0, tokens_ended: 0, secrets_left: 1 };

  it.each<[string, string, Record<string, unknown> | undefined, Partial<Forecast['application']>]>([
    ['disabled', 'PATCH', { status: 'DISABLED' }, ALL],
    ["the company's own no more", 'PATCH', { first_party: false }, ALL],
    ['allowed less', 'PATCH', { scopes: ['openid'] }, ALL],
    ['renamed, with another address', 'PATCH', { name: 'Shop 2', redirect_uris: ['https://shop.example.com/other'] }, NOTHING],
    ['removed', 'DELETE', undefined, { ...ALL, secrets_left: 0 }],
  ])('that is to be %s tells what then ends, and changes nothing before', async (_, method, body, ends) => {
    const { app, tokens } = await used();
    const path = `/platform/applications/${app.id}`;
    const contents = await databaseContents(test);
    const forecast = await admin.ask<Forecast>(method, `${path}?dry_run=true`, body);
    expect([forecast.status, forecast.body]).toEqual([200, expect.objectContaining({ dry_run: true, changes: [], sessions_ended: [], application: expect.objectContaining({ id: app.id, ...ends }) })]);
    expect(forecast.body.application.grants).toHaveLength(ends.grants_ended ?? 0);
    expect(await databaseContents(test)).toBe(contents);
    expect(await stand(tokens)).toBe(3);
    expect((await auditOf(test, { action: 'access.change.forecast' }))[0]).toMatchObject({ actor_id: admin.id, resource_id: app.id, metadata: { of: `application.${method === 'PATCH' ? 'updated' : 'deleted'}` } });
    const done = await admin.ask(method, path, body);
    expect(done.status).toBeLessThan(300);
    expect(Object.keys(forecast.body)).toEqual(expect.arrayContaining(Object.keys(done.body ?? {})));
    expect(await stand(tokens)).toBe(3 - (ends.grants_ended ?? 0));
  });

  it('names whose sign-ins end, and in which sessions', async () => {
    const { app, tokens } = await used();
    const told = await Promise.all(tokens.map(async (token) => (await introspect(test, key, token)).body));
    const { body } = await admin.ask<Forecast>('DELETE', `/platform/applications/${app.id}?dry_run=true`);
    expect(body.application.grants.map(({ user_id, session_id, tenant_id }) => [user_id, session_id, tenant_id]).sort()).toEqual(told.map(({ user_id, session_id }) => [user_id, session_id, null]).sort());
  });

  it('counts tokens of a service’s own, and none of what has ended', async () => {
    const service = await application(admin, { type: 'service', redirect_uris: [], post_logout_redirect_uris: [], scopes: ['tenant.view'] });
    const by = await relyingParty(test, service);
    for (let i = 0; i < 2; i += 1) await client.clientCredentialsGrant(by, { scope: 'tenant.view' });
    expect((await admin.ask<Forecast>('PATCH', `/platform/applications/${service.id}?dry_run=true`, { status: 'DISABLED' })).body.application).toMatchObject({ grants_ended: 0, tokens_ended: 2 });
    await admin.ask('PATCH', `/platform/applications/${service.id}`, { status: 'DISABLED' });
    expect((await admin.ask<Forecast>('DELETE', `/platform/applications/${service.id}?dry_run=true`)).body.application).toMatchObject({ grants_ended: 0, tokens_ended: 0 });
  });

  it('says how many secrets are left', async () => {
    const app = await application(admin);
    const { body: second } = await admin.ask<{ id: string }>('POST', `/platform/applications/${app.id}/secrets`);
    const path = `/platform/applications/${app.id}/secrets/${second.id}`;
    expect((await admin.ask<Forecast>('DELETE', `${path}?dry_run=true`)).body.application).toMatchObject({ ...NOTHING, secrets_left: 1 });
    expect((await admin.ask<{ secrets: unknown[] }>('GET', `/platform/applications/${app.id}`)).body.secrets).toHaveLength(2);
    expect((await admin.ask('DELETE', path)).status).toBe(204);
    expect((await admin.ask('DELETE', `${path}?dry_run=true`)).body).toMatchObject({ code: 'application.secret_not_found' });
  });

  it('is refused as the change would be', async () => {
    const { id } = await application(admin);
    const nobody = await newActor(test);
    for (const [by, path, body] of [[nobody, `/platform/applications/${id}`, { status: 'DISABLED' }], [admin, `/platform/applications/${GONE}`, { status: 'DISABLED' }], [admin, `/platform/applications/${id}`, { redirect_uris: ['http://evil.example/'] }]] as const) {
      const [denied, reallyDenied] = [await by.ask('PATCH', `${path}?dry_run=true`, body), await by.ask('PATCH', path, body)];
      expect([denied.status, denied.body['code']]).toEqual([reallyDenied.status, reallyDenied.body['code']]);
      expect(reallyDenied.status).toBeGreaterThan(399);
    }
  });

  it('is there on every write that ends something of one', () => {
    const writes = test.app.get(RouteTable).routes().filter(({ method, path }) => ['PATCH', 'PUT', 'DELETE'].includes(method) && path.startsWith('/api/v1/platform/applications'));
    expect(writes.map(({ method, path, handler }) => [method, path, handler.query.includes('dry_run')])).toEqual(writes.map(({ method, path }) => [method, path, true]));
    expect(writes).toHaveLength(3);
  });
});

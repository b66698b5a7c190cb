import { randomUUID } from 'node:crypto';
import { People } from '@authengine/testing';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { auditOf, type Answer } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Application {
  readonly id: string;
  readonly client_id: string;
  readonly status: string;
  readonly client_secret?: string;
  readonly secrets: { readonly id: string; readonly secret_prefix: string }[];
  readonly redirect_uris: string[];
  readonly code?: string;
  readonly errors?: { readonly field: string }[];
}

const WEB = { name: 'Web shop', type: 'web', redirect_uris: ['https://shop.example.com/callback'] };

describe('applications', () => {
  let test: TestApp;
  let people: People;
  let admin: Actor;

  beforeAll(async () => {
    test = await createTestApp({ env: { MAX_CONCURRENT_SESSIONS: '100' } });
    people = new People(test.dataSource);
    admin = await actorOf(test, await people.newMember(await people.platform(), 'PLATFORM_ADMIN'));
  });
  afterAll(() => test.close());

  const create = (fields: object = {}): Promise<Answer<Application>> => admin.ask('POST', '/platform/applications', { ...WEB, ...fields });
  const path = (id: string, rest = ''): string => `/platform/applications/${id}${rest}`;

  it('are made, found, listed, changed and removed, each on record', async () => {
    const made = await create({ first_party: true });
    expect(made.status).toBe(201);
    expect(made.headers.get('cache-control')).toContain('no-store');
    const { id } = made.body;
    expect(made.body).toMatchObject({ client_id: id, status: 'ACTIVE', first_party: true, tenant_id: null, scopes: null, token_endpoint_auth_method: 'client_secret_basic', access_token_format: 'opaque', access_token_minutes: null, jwks: null, jwks_uri: null, backchannel_logout_uri: null, post_logout_redirect_uris: [] });
    expect(made.body.client_secret).toMatch(/^ae_cs_[\w-]{43}$/);
    const { client_secret: _, ...shown } = made.body;
    expect((await admin.ask('GET', path(id))).body).toEqual(shown);
    expect((await admin.ask<Application[]>('GET', '/platform/applications?q=WEB%20sh&type=web&status=ACTIVE')).body).toContainEqual(shown);
    expect((await admin.ask<Application[]>('GET', '/platform/applications?type=spa')).body).not.toContainEqual(shown);

    const changed = await admin.ask<Application>('PATCH', path(id), { name: 'Shop', redirect_uris: ['https://shop.example.com/a', 'https://shop.example.com/b'], access_token_minutes: 5 });
    expect(changed).toMatchObject({ status: 200, body: { id, name: 'Shop', redirect_uris: ['https://shop.example.com/a', 'https://shop.example.com/b'], access_token_minutes: 5, first_party: true } });
    expect((await admin.ask('PATCH', path(id), { access_token_minutes: null, status: 'DISABLED' })).body).toMatchObject({ access_token_minutes: null, status: 'DISABLED', name: 'Shop' });
    const deletions = async (): Promise<number> => (await auditOf(test, { action: 'application.deleted', actor_id: admin.id, status: 'success', limit: '100' })).length;
    const before = await deletions();
    expect((await admin.ask('DELETE', path(id))).status).toBe(204);
    expect(await admin.ask('GET', path(id))).toMatchObject({ status: 404, body: { code: 'application.not_found' } });
    expect((await admin.ask('DELETE', path(id))).status).toBe(404);
    expect(await deletions()).toBe(before + 1);

    const entries = await auditOf(test, { resource: 'Application', limit: '20' });
    expect(entries.filter(({ resource_id: of, status }) => of === id && status === 'success').map(({ action }) => action)).toEqual(['application.deleted', 'application.updated', 'application.updated', 'application.secret.created', 'application.created']);
    expect(entries.find(({ action, resource_id: of }) => action === 'application.updated' && of === id)).toMatchObject({ actor_id: admin.id, metadata: { changed: ['accessTokenMinutes', 'status'], status: 'DISABLED' } });
    expect(JSON.stringify(entries)).not.toContain(made.body.client_secret);
  });

  it('have two secrets at most, which are nowhere in the database', async () => {
    const { id, client_secret: first = '', secrets } = (await create()).body;
    const second = await admin.ask<Record<string, string>>('POST', path(id, '/secrets'));
    expect(second).toMatchObject({ status: 201, body: { client_secret: expect.stringMatching(/^ae_cs_/) } });
    expect(await admin.ask('POST', path(id, '/secrets'))).toMatchObject({ status: 409, body: { code: 'application.too_many_secrets' } });
    const rows = JSON.stringify(await test.dataSource.query(`SELECT secret_prefix, encode(secret_hash, 'escape') AS hash FROM application_secrets`));
    for (const secret of [first, second.body['client_secret'] ?? '']) {
      expect(rows).not.toContain(secret);
      expect(rows).toContain(secret.slice(0, 12));
    }
    expect((await admin.ask('DELETE', path(id, `/secrets/${secrets[0]?.id}`))).status).toBe(204);
    expect(await admin.ask('DELETE', path(id, `/secrets/${secrets[0]?.id}`))).toMatchObject({ status: 404, body: { code: 'application.secret_not_found' } });
    expect((await admin.ask<Application>('GET', path(id))).body.secrets).toEqual([expect.objectContaining({ id: second.body['id'] })]);
  });

  it('take only one more secret, however many ask at once', async () => {
    const { id } = (await create()).body;
    const answers = await Promise.all(Array.from({ length: 8 }, () => admin.ask('POST', path(id, '/secrets'))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
  });

  it.each([
    ['an open redirect', { redirect_uris: ['https://shop.example.com/ok', 'http://shop.example.com/'] }, 'redirect_uris.1'],
    ['one twice', { redirect_uris: ['https://shop.example.com/', 'https://shop.example.com/'] }, 'redirect_uris.1'],
    ['no redirect', { redirect_uris: [] }, 'redirect_uris'],
    ['a redirect of a service', { type: 'service' }, 'redirect_uris.0'],
    ['a private scheme of a web application', { redirect_uris: ['com.example.app:/x'] }, 'redirect_uris.0'],
    ['a wrong address after signing out', { post_logout_redirect_uris: ['javascript:x'] }, 'post_logout_redirect_uris.0'],
    ['an unknown scope', { scopes: ['openid', 'everything'] }, 'scopes.1'],
    ['a secret in a browser', { type: 'spa', token_endpoint_auth_method: 'client_secret_post' }, 'token_endpoint_auth_method'],
    ['a method that there is not', { token_endpoint_auth_method: 'client_secret_jwt' }, 'token_endpoint_auth_method'],
    ['keys without keys', { token_endpoint_auth_method: 'private_key_jwt' }, 'jwks'],
    ['a private key', { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [{ kty: 'oct', k: 'eA' }] } }, 'jwks'],
    ['keys in two places', { jwks_uri: 'https://a.example/jwks', jwks: { keys: [{ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }] } }, 'jwks_uri'],
    ['a logout address that is none', { backchannel_logout_uri: 'file:///etc/passwd' }, 'backchannel_logout_uri'],
    ['too long a life', { access_token_minutes: 100_000 }, 'access_token_minutes'],
    ['a field that there is not', { level: 100 }, 'level'],
  ])('are refused %s, with the field', async (_, fields, field) => {
    const answer = await create(fields);
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    expect(answer.body.errors?.map((error) => error.field)).toContain(field);
  });

  it('stay whole when they are changed', async () => {
    const { id } = (await create()).body;
    expect(await admin.ask('PATCH', path(id), { redirect_uris: ['http://evil.example/'] })).toMatchObject({ status: 400 });
    expect(await admin.ask('PATCH', path(id), { token_endpoint_auth_method: 'private_key_jwt' })).toMatchObject({ status: 400 });
    expect(await admin.ask('PATCH', path(id), { name: null })).toMatchObject({ status: 400 });
    expect(await admin.ask('PATCH', path(id), { type: 'spa' })).toMatchObject({ status: 400 });
    expect((await admin.ask<Application>('GET', path(id))).body).toMatchObject(WEB);
  });

  it('of a tenant need one, and go with it', async () => {
    expect(await create({ tenant_id: randomUUID() })).toMatchObject({ status: 404, body: { code: 'application.tenant_not_found' } });
    const owner = await people.user();
    const tenant = await people.tenant(owner);
    const { id } = (await create({ tenant_id: tenant.toUpperCase() })).body;
    expect((await admin.ask<Application[]>('GET', `/platform/applications?tenant_id=${tenant}`)).body.map((application) => application.id)).toEqual([id]);
    expect((await admin.ask('DELETE', `/platform/tenants/${tenant}`)).status).toBe(204);
    expect((await admin.ask('GET', path(id))).status).toBe(404);
    expect((await auditOf(test, { action: 'application.deleted', tenant_id: tenant })).map((entry) => entry['resource_id'])).toEqual([id]);
  });

  it('are nobody’s without the permission', async () => {
    const { id } = (await create()).body;
    const nobody = await newActor(test);
    for (const [method, at, body] of [['GET', '/platform/applications'], ['POST', '/platform/applications', WEB], ['GET', path(id)], ['PATCH', path(id), { name: 'Mine' }], ['DELETE', path(id)], ['POST', path(id, '/secrets')]] as const) {
      expect([method, (await nobody.ask(method, at, body)).status]).toEqual([method, 403]);
    }
    for (const at of [path('nonsense'), path(randomUUID())]) expect((await admin.ask('GET', at)).status).toBe(404);
  });
});

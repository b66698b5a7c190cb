import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { failed, given, newId, type TenantId } from '@authengine/kernel';
import { VersionedCache } from '@authengine/persistence';
import { onRealPostgres, People } from '@authengine/testing';
import { EntityManager } from 'typeorm';
import { buildDocument } from '../src/openapi/build-document.js';
import { documentFaults } from '../src/openapi/document-faults.js';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { auditOf, serviceKey } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const PATH = '/api/v1/auth/forward';
const IDENTITY = ['x-auth-user-id', 'x-auth-email', 'x-auth-name', 'x-auth-tenant-id', 'x-auth-session-id', 'x-auth-strategy', 'x-auth-permissions'];

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('forward authentication', () => {
  let test: TestApp;
  let people: People;
  let tenant: TenantId;
  let owner: Actor;
  let member: Actor;
  let stranger: Actor;
  let admin: Actor;
  let plain: string;
  let bound: string;

  beforeAll(async () => {
    test = await createTestApp({ env: { RATE_LIMIT_PER_MINUTE: '1000', MAX_CONCURRENT_SESSIONS: '100' } });
    people = new People(test.dataSource);
    owner = await newActor(test);
    tenant = await people.tenant(owner.id);
    member = await actorOf(test, await people.newMember(tenant, 'TENANT_USER'));
    stranger = await newActor(test);
    admin = await actorOf(test, await people.newMember(await people.platform(), 'PLATFORM_ADMIN'));
    plain = await serviceKey(test);
    bound = await serviceKey(test, { tenant_id: tenant, required_permissions: ['tenant.users.view'] });
  });
  afterAll(() => test.close());

  /** The path as it is, which no URL parser has seen. */
  const raw = (path: string, headers: Record<string, string | string[]>, method = 'GET', body?: string): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port: test.port, path, method, headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() });
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  const ask = (key: string, token: string | null, path = PATH, more: Record<string, string> = {}, method = 'GET'): Promise<Reply> =>
    raw(path, { 'x-api-key': key, ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...more }, method);
  const basic = (key: string): Record<string, string> => ({ authorization: `Basic ${Buffer.from(`:${key}`).toString('base64')}` });
  const statusOf = async (...args: Parameters<typeof ask>): Promise<number> => (await ask(...args)).status;

  it('lets a token through that stands, with who holds it and an empty body', async () => {
    await test.dataSource.query("UPDATE users SET first_name = 'Zoë', last_name = '100%' WHERE id = $1", [owner.id]);
    const answer = await ask(plain, owner.token, `${PATH}?tenant_id=${tenant}`);
    expect(answer).toMatchObject({ status: 200, body: '' });
    expect(answer.headers).toMatchObject({
      'x-auth-user-id': owner.id, 'x-auth-name': 'Zo%C3%AB%20100%25', 'x-auth-tenant-id': tenant, 'x-auth-email': expect.stringContaining('@') as string, 'x-auth-strategy': expect.stringMatching(/^\w+$/) as string,
      'x-auth-session-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as string, 'x-auth-permissions': expect.stringContaining('tenant.delete,') as string, 'cache-control': 'no-store', 'x-request-id': expect.any(String) as string,
    });
    expect((await ask(plain, stranger.token)).headers).toMatchObject({ 'x-auth-name': '', 'x-auth-tenant-id': '', 'x-auth-permissions': '' });
  });

  it('sets every header in every answer, so that a proxy that copies them overwrites what a client sent', async () => {
    for (const answer of [await ask(plain, member.token), await ask(plain, 'no'), await ask('no', member.token), await ask(bound, member.token), await ask(plain, member.token, `${PATH}?x=1`)]) {
      for (const name of IDENTITY) expect([answer.status, name, typeof answer.headers[name]]).toEqual([answer.status, name, 'string']);
    }
    for (const answer of [await ask(plain, 'no'), await ask(bound, member.token)]) for (const name of IDENTITY) expect(answer.headers[name]).toBe('');
  });

  it('tells a key that does not stand from a token that does not, and that from one that may not', async () => {
    for (const key of ['no', '', `ae_sk_${'0'.repeat(64)}`]) {
      expect(await ask(key, member.token)).toMatchObject({ status: 401, headers: { 'www-authenticate': expect.stringMatching(/^Basic realm=/) as string } });
    }
    expect(await ask(plain, null)).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer realm="authengine"' } });
    const gone = await newActor(test);
    expect(await statusOf(plain, gone.token)).toBe(200);
    await gone.ask('POST', '/auth/logout');
    for (const token of ['no', `${member.token}x`, gone.token]) expect(await ask(plain, token)).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer realm="authengine", error="invalid_token"' } });
    const refused = await ask(plain, member.token, `${PATH}?permission=tenant.delete`);
    expect([refused.status, refused.headers['www-authenticate'], JSON.parse(refused.body)]).toMatchObject([403, undefined, { code: 'auth.forbidden' }]);
    // The key is looked at first.
    expect(await ask('no', null, `${PATH}?x=1`)).toMatchObject({ status: 401, headers: { 'www-authenticate': expect.stringMatching(/^Basic /) as string } });
  });

  it('takes the user’s token from another header where the key needs Authorization, and from there alone', async () => {
    expect(await raw(PATH, { ...basic(plain), 'x-forwarded-access-token': member.token })).toMatchObject({ status: 200, headers: { 'x-auth-user-id': member.id } });
    expect(await raw(PATH, { authorization: `Bearer ${plain}`, 'x-forwarded-access-token': member.token })).toMatchObject({ status: 200, headers: { 'x-auth-user-id': member.id } });
    expect(await raw(PATH, basic(plain))).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer realm="authengine"' } });
    expect((await raw(PATH, { ...basic(plain), 'x-forwarded-access-token': [member.token, owner.token] })).status).toBe(401);
    // A client's own header is not taken beside its Authorization.
    expect((await ask(plain, stranger.token, PATH, { 'x-forwarded-access-token': owner.token })).headers['x-auth-user-id']).toBe(stranger.id);
    expect((await raw(PATH, { 'x-api-key': plain, 'x-forwarded-access-token': owner.token })).status).toBe(401);
    expect((await raw(PATH, { 'x-api-key': plain, authorization: [`Bearer ${owner.token}`, `Bearer ${stranger.token}`] })).status).toBeGreaterThanOrEqual(400);
    expect((await raw(PATH, { 'x-api-key': plain, ...basic('other') })).status).toBe(400);
  });

  it('asks at the endpoint for all that the query says, in the tenant that it says', async () => {
    for (const slash of ['', '/']) {
      const at = (query: string): string => `${PATH}${slash}?${query}`;
      expect(await statusOf(plain, member.token, at(`tenant_id=${tenant}&permission=tenant.view`))).toBe(200);
      expect(await statusOf(plain, member.token, at(`tenant_id=${tenant.toUpperCase()}&permission=tenant.view`))).toBe(200);
      expect(await statusOf(plain, member.token, at(`tenant_id=${tenant}&permission=tenant.view&permission=tenant.delete`))).toBe(403);
      expect(await statusOf(plain, member.token, at('permission=tenant.view'))).toBe(403);
      expect(await statusOf(plain, owner.token, at(`tenant_id=${tenant}&permission=`))).toBe(403);
      expect(await statusOf(plain, owner.token, at(`tenant_id=${tenant}&permission=tenant.view,tenant.update`))).toBe(403);
      for (const nowhere of [newId(), 'x', '', `${tenant}%20`]) expect(await statusOf(plain, owner.token, at(`tenant_id=${nowhere}`))).toBe(403);
      for (const wrong of [`tenant_id=${tenant}&tenant_id=${tenant}`, 'permision=x', 'permission%5B%5D=x']) expect(await statusOf(plain, owner.token, at(wrong))).toBe(400);
      expect(await statusOf(plain, stranger.token, at(`tenant_id=${tenant}`))).toBe(403);
      expect(await statusOf(plain, admin.token, at(`tenant_id=${tenant}&permission=tenant.delete`))).toBe(200);
    }
  });

  it('asks always for what the key was made with, wherever the query points', async () => {
    expect(await ask(bound, owner.token)).toMatchObject({ status: 200, headers: { 'x-auth-tenant-id': tenant } });
    const elsewhere = await people.tenant(stranger.id);
    const free = await serviceKey(test, { required_permissions: ['tenant.users.view'] });
    for (const token of [member.token, stranger.token]) {
      for (const query of ['', `?tenant_id=${elsewhere}`, `?tenant_id=${tenant}`, '?permission=tenant.view', `?tenant_id=${elsewhere}&permission=tenant.users.view`]) {
        expect([query, await statusOf(bound, token, PATH + query)]).toEqual([query, 403]);
        // A key without a tenant asks on the platform, or in the active tenant of the token: a query does not move it to where the user is at home.
        expect([query, await statusOf(free, token, PATH + query)]).toEqual([query, 403]);
      }
    }
    expect(await statusOf(free, admin.token)).toBe(200);
    expect(await statusOf(bound, owner.token, `${PATH}?permission=tenant.delete`)).toBe(200);
  });

  it('ignores path and query below the endpoint, whatever their spelling, and never asks for less', async () => {
    const elsewhere = `tenant_id=${newId()}`;
    const paths = [
      '/orders/1', '//', '//evil', '/../../me', '/..%2F..%2Fme', '/%2e%2e/forward', '/./', '/.', '/a//b', '/a%2Fb', '/%00', '/%zz', '/a;b=c', '/a%3Fpermission=x', '/a\\b', '/a#b', '/@', '/*', '/forward', `/${'x'.repeat(8_000)}`, '/ünï'.replace(/[^ -~]/g, encodeURIComponent), '/auth/introspect',
    ];
    for (const path of paths) {
      for (const query of ['', `?${elsewhere}&${elsewhere}&permission=nobody.has.this&x=1`, '?%zz=%', '?permission=tenant.view']) {
        const shown = (path + query).slice(0, 80);
        expect([shown, await statusOf(bound, owner.token, PATH + path + query)]).toEqual([shown, 200]);
        expect([shown, await statusOf(bound, member.token, PATH + path + query)]).toEqual([shown, 403]);
        expect([shown, await statusOf(bound, null, PATH + path + query)]).toEqual([shown, 401]);
      }
    }
  });

  it('lets nobody through at what is not the endpoint', async () => {
    for (const path of ['/api/v1/auth/forwards', '/api/v1/auth/forward%2Fx', '/api/v1/auth/forward%3F', '/api/v1/auth/forward;x', '//api/v1/auth/forward', '/api/v1//auth/forward', '/x/../api/v1/auth/forward', '/api/v1/auth/Forward/x']) {
      expect([path, await statusOf(bound, member.token, path)]).not.toEqual([path, 200]);
    }
    // The other spelling that Express takes asks the same.
    expect(await statusOf(bound, owner.token, '/api/v1/auth/Forward')).toBe(200);
    expect(await statusOf(bound, member.token, '/api/v1/auth/Forward')).toBe(403);
    expect(await statusOf(plain, member.token, `/api/v1/auth/Forward?tenant_id=${tenant}&permission=tenant.delete`)).toBe(403);
    expect(await ask('no', member.token, '/api/v1/auth/Forward')).toMatchObject({ status: 401, headers: { 'www-authenticate': expect.stringMatching(/^Basic /) as string, 'x-auth-user-id': '' } });
  });

  it('answers every method alike, and headers of the request change nothing of what is asked', async () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'TRACE', 'SEARCH']) {
      for (const path of [PATH, `${PATH}/orders`]) {
        expect([method, await statusOf(bound, owner.token, path, {}, method)]).toEqual([method, 200]);
        expect([method, await statusOf(bound, member.token, path, {}, method)]).toEqual([method, 403]);
        expect([method, await statusOf(bound, null, path, {}, method)]).toEqual([method, 401]);
      }
    }
    const hostile = {
      'x-forwarded-uri': '/public', 'x-forwarded-method': 'OPTIONS', 'x-forwarded-host': 'evil.example', 'x-forwarded-for': '10.0.0.1', 'x-original-url': '/public', 'x-rewrite-url': PATH, 'x-http-method-override': 'GET', origin: 'https://evil.example',
      'access-control-request-method': 'GET', 'x-auth-user-id': owner.id, 'x-auth-permissions': 'tenant.delete', 'content-type': 'nonsense', 'content-encoding': 'gzip', accept: 'text/html', cookie: 'a=b', upgrade: 'websocket', connection: 'upgrade',
    };
    for (const path of [PATH, `${PATH}/ws`]) {
      expect((await ask(bound, owner.token, path, hostile)).headers['x-auth-user-id']).toBe(owner.id);
      expect(await ask(bound, member.token, path, hostile)).toMatchObject({ status: 403, headers: { 'x-auth-user-id': '' } });
    }
  });

  it('does not wait for a body, and takes nothing that follows for one', async () => {
    expect((await raw(PATH, { 'x-api-key': plain, authorization: `Bearer ${owner.token}`, 'content-type': 'application/json' }, 'POST', '{"tenant_id":')).status).toBe(200);
    const head = (more: string): string => `POST ${PATH}/upload HTTP/1.1\r\nHost: x\r\nX-API-Key: ${bound}\r\nAuthorization: Bearer ${owner.token}\r\n${more}\r\n`;
    for (const more of ['Content-Length: 1000000\r\n', 'Transfer-Encoding: chunked\r\n', 'Expect: 100-continue\r\nContent-Length: 10\r\n']) {
      const answers = await new Promise<string>((resolve, reject) => {
        let text = '';
        const socket = connect(test.port, '127.0.0.1', () => socket.write(head(more)));
        socket.on('data', (data) => (text += data.toString())).on('close', () => {
          resolve(text);
        });
        socket.on('error', reject);
      });
      expect(answers.match(/HTTP\/1\.1 200/g)).toHaveLength(1);
      expect(answers.toLowerCase()).toContain('connection: close');
    }
  });

  it('fails closed: 503 where nobody can say whether the token stands', async () => {
    const away = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1'), { code: 'ECONNREFUSED' });
    const postgres = jest.spyOn(EntityManager.prototype, 'query').mockRejectedValue(away);
    try {
      if (!onRealPostgres()) expect(await statusOf(bound, owner.token)).toBe(200);
      const cache = jest.spyOn(test.app.get(VersionedCache), 'take').mockReturnValue(given(undefined));
      const answer = await ask(bound, owner.token, `${PATH}/x`);
      expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': expect.any(String) as string, 'x-auth-user-id': '' } });
      cache.mockReturnValue(failed(new TypeError('a defect')));
      expect(await statusOf(bound, owner.token)).toBe(503);
      cache.mockRestore();
    } finally {
      postgres.mockRestore();
    }
    expect(await statusOf(bound, owner.token)).toBe(200);
  });

  it('forgets with the next request a session, a role and a key that ended', async () => {
    const other = await actorOf(test, await people.newMember(tenant, 'TENANT_MANAGER'));
    expect(await statusOf(bound, other.token)).toBe(200);
    await owner.ask('DELETE', `/tenants/roles/${tenant}/users/${other.id}/roles/TENANT_MANAGER`);
    expect(await statusOf(bound, other.token)).toBe(403);
    const made = await admin.ask<{ id: string; raw_key: string }>('POST', '/platform/service-keys', { service_name: 'short' });
    for (let i = 0; i < 2; i += 1) expect(await statusOf(made.body.raw_key, owner.token)).toBe(200);
    await admin.ask('DELETE', `/platform/service-keys/${made.body.id}`);
    expect(await statusOf(made.body.raw_key, owner.token)).toBe(401);
  });

  it('puts keys that are refused on record, and is documented', async () => {
    await ask(`ae_sk_${'1'.repeat(64)}`, owner.token, `${PATH}/x`, {}, 'PUT');
    const refused = await auditOf(test, { action: 'access.request.refused' });
    expect(refused).toEqual(expect.arrayContaining([expect.objectContaining({ metadata: expect.objectContaining({ code: 'auth.invalid_api_key', route: PATH }) as unknown })]));
    const document = buildDocument(test.app, 'x');
    expect(documentFaults(document).filter((fault) => fault.includes('Forward'))).toEqual([]);
    expect(Object.keys(document.paths[PATH]?.get?.responses ?? {})).toEqual(expect.arrayContaining(['200', '401', '403', '429', '503']));
  });
});

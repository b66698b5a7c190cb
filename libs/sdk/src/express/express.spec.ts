import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { active, FakeHub, json, KEY } from '../../test/fake-hub.js';
import { AuthEngine, ConfigurationError } from '../index.js';
import { protect, userOf } from './index.js';

const TENANT = '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10';

describe('an Express service', () => {
  let hub: FakeHub;
  let server: Server;
  let errors: unknown[];

  beforeAll(async () => {
    hub = await new FakeHub().start();
    const engine = new AuthEngine({ url: hub.url, apiKey: KEY, timeoutMs: 500 });
    const onError = (error: unknown): void => void errors.push(error);
    const app = express();
    app.get('/me', protect(engine, { onError }), (request, response) => void response.json({ sub: userOf(request).sub }));
    app.get('/tenants/:tenant_id/orders', protect(engine, { permissions: ['orders.view'], onError }), (request, response) => void response.json({ sub: userOf(request).sub }));
    app.use('/misplaced', protect(engine, { tenantParam: 'org', onError }), (_, response) => void response.json({}));
    app.get('/unprotected', (request, response) => void response.json({ sub: userOf(request).sub }));
    server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await hub.stop();
  });
  beforeEach(() => {
    errors = [];
    hub.answer(({ token, tenant_id, permission }) => {
      if (token !== 'ada' && token !== 'bob') return { active: false };
      if (tenant_id !== undefined && tenant_id !== TENANT) return { active: false };
      return active({ sub: token, ...(tenant_id === undefined ? {} : { tenant_id }), ...(permission === undefined ? {} : { allowed: token === 'ada' }) });
    });
  });

  const get = async (path: string, authorization?: string): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> => {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { headers: authorization === undefined ? {} : { authorization } });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {} };
  };

  it.each([
    ['/me', 'Bearer ada', 200, undefined, null],
    ['/me', undefined, 401, 'auth.sign_in', 'Bearer'],
    ['/me', 'Basic YTpi', 401, 'auth.sign_in', 'Bearer'],
    ['/me', 'Bearer gone', 401, 'auth.sign_in', 'Bearer error="invalid_token"'],
    [`/tenants/${TENANT}/orders`, 'Bearer ada', 200, undefined, null],
    [`/tenants/${TENANT}/orders`, 'Bearer gone', 401, 'auth.sign_in', 'Bearer error="invalid_token"'],
    [`/tenants/${TENANT}/orders`, 'Bearer bob', 403, 'auth.permission_missing', 'Bearer error="insufficient_scope"'],
    ['/tenants/elsewhere/orders', 'Bearer ada', 403, 'auth.not_in_tenant', null],
  ])('GET %s as %s is %d %s', async (path, authorization, status, code, challenge) => {
    const answer = await get(path, authorization);
    expect([answer.status, answer.body.code, answer.headers.get('www-authenticate')]).toEqual([status, code, challenge]);
    if (status === 200) expect(answer.body).toEqual({ sub: 'ada' });
    else expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it('takes no token that is bound to a key as one of a bearer', async () => {
    hub.answer(() => active({ sub: 'ada', token_type: 'DPoP', cnf: { jkt: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs' } }));
    expect((await get('/me', 'Bearer ada')).status).toBe(401);
  });

  it('lets nobody in while there is no answer, and says when to come back', async () => {
    hub.on((_, response) => json(response, 503, { code: 'server.unavailable' }, { 'Retry-After': '7' }));
    const answer = await get('/me', 'Bearer ada');
    expect([answer.status, answer.body.code, answer.headers.get('retry-after')]).toEqual([503, 'auth.unavailable', '7']);
    hub.on(() => undefined);
    expect((await get('/me', 'Bearer ada')).status).toBe(503);
    expect(errors).toMatchObject([{ code: 'unavailable' }, { code: 'unavailable' }]);
  });

  it('does not tell a user of a key that was revoked, and does tell the log', async () => {
    hub.on((_, response) => json(response, 401, { code: 'introspection.invalid_api_key' }));
    const answer = await get('/me', 'Bearer ada');
    expect([answer.status, answer.body.code]).toEqual([503, 'auth.unavailable']);
    expect(errors).toMatchObject([{ code: 'configuration' }]);
  });

  it('lets nobody in where it cannot see the tenant of the path', async () => {
    expect((await get('/misplaced/x', 'Bearer ada')).status).toBe(503);
    expect(errors).toMatchObject([{ code: 'configuration', message: expect.stringContaining('org') }]);
  });

  it('knows nobody whom it did not let in', async () => {
    expect((await get('/unprotected', 'Bearer ada')).status).toBe(500);
  });

  it('stops with what no route can require', () => {
    const engine = new AuthEngine({ url: hub.url, apiKey: KEY });
    expect(() => protect(engine, { permissions: [''] })).toThrow(ConfigurationError);
    expect(() => protect(engine, { mode: 'fast' as 'strict' })).toThrow(ConfigurationError);
    // Left out, it would let in whoever is signed in.
    expect(() => protect(engine, { permission: ['orders.view'] } as never)).toThrow(/permission/);
    expect(() => protect(engine, { permissions: 'orders.view' as never })).toThrow(ConfigurationError);
  });
});

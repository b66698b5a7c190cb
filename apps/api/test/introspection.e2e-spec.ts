import { request as httpRequest } from 'node:http';
import { given } from '@authengine/kernel';
import { VersionedCache } from '@authengine/persistence';
import { onRealPostgres } from '@authengine/testing';
import { EntityManager } from 'typeorm';
import { buildDocument } from '../src/openapi/build-document.js';
import { documentFaults } from '../src/openapi/document-faults.js';
import { auditOf, bearer, call, introspect, logIn, logInAsSuperAdmin, serviceKey, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const PATH = '/api/v1/auth/introspect';
/** The same route, spelled so that it goes through the routers of Express and Nest. */
const LONG_WAY = '/api/v1/Auth/Introspect';

describe('introspection over HTTP', () => {
  let test: TestApp;
  let key: string;
  let token: string;

  beforeAll(async () => {
    test = await createTestApp();
    key = await serviceKey(test);
    token = (await logIn(test, await signUp(test))).access_token;
  });
  afterAll(() => test.close());

  const send = async (path: string, headers: Record<string, string>, body: string): Promise<{ status: number; headers: Record<string, string>; body: unknown }> => {
    const response = await fetch(test.url + path, { method: 'POST', headers: { 'content-type': 'application/json', 'x-request-id': 'one', ...headers }, body });
    const { date: _, ...rest } = Object.fromEntries(response.headers);
    return { status: response.status, headers: rest, body: await response.json() };
  };

  it('answers the same past the routers as through them, headers and refusals included', async () => {
    const asked = JSON.stringify({ token });
    for (const [headers, body] of [
      [{ 'x-api-key': key }, asked],
      [{ 'x-api-key': key }, '{"token":"no"}'],
      [{ 'x-api-key': key }, '{}'],
      [{ 'x-api-key': 'no' }, asked],
      [{}, asked],
    ] as const) {
      expect(await send(PATH, headers, body)).toEqual(await send(LONG_WAY, headers, body));
    }
  });

  it('IN-01 refuses before it looks at anything else: a broken body, another media type, a key in the query', async () => {
    const refused = { status: 401, body: { code: 'auth.invalid_api_key', status: 401 } };
    expect(await send(PATH, {}, '{"token"')).toMatchObject(refused);
    expect(await send(PATH, { 'content-type': 'text/plain' }, 'x')).toMatchObject(refused);
    expect(await send(`${PATH}?x-api-key=${key}`, {}, JSON.stringify({ token }))).toMatchObject(refused);
    expect(await send(`${PATH}?x=1`, { 'x-api-key': key }, JSON.stringify({ token }))).toMatchObject({ status: 400 });
    expect((await send(PATH, {}, '{}')).headers).toMatchObject({ 'www-authenticate': expect.stringMatching(/^ApiKey /) as string, 'content-type': expect.stringContaining('problem+json') as string, 'cache-control': 'no-store' });
  });

  it('takes the form of RFC 7662', async () => {
    const answer = await send(PATH, { 'content-type': 'application/x-www-form-urlencoded', 'x-api-key': key }, `token=${token}`);
    expect(answer).toMatchObject({ status: 200, body: { active: true }, headers: { 'cache-control': 'no-store', 'x-request-id': 'one', 'x-content-type-options': 'nosniff' } });
  });

  it('is POST only', async () => {
    for (const method of ['GET', 'PUT', 'HEAD']) expect((await fetch(test.url + PATH, { method, headers: { 'x-api-key': key } })).status).toBe(405);
  });

  it('IN-06 forgets a revoked key and an ended session between two requests of many on the way', async () => {
    const admin = await logInAsSuperAdmin(test);
    const { body } = await call<{ id: string; raw_key: string }>(test, 'POST', '/platform/service-keys', { service_name: 'short' }, bearer(admin.access_token));
    const tokens = await logIn(test, await signUp(test));
    let revoked = false;
    let ended = false;
    const stale: unknown[] = [];
    const ask = async (): Promise<void> => {
      const before = { revoked, ended };
      const answer = await introspect(test, body.raw_key, tokens.access_token);
      if (before.revoked ? answer.status !== 401 : before.ended && answer.status === 200 && answer.body['active'] !== false) stale.push({ before, answer });
    };
    const asking = Array.from({ length: 8 }, async () => {
      for (let i = 0; i < 25; i += 1) await ask();
    });
    await call(test, 'POST', '/auth/logout', undefined, bearer(tokens.access_token));
    ended = true;
    await ask();
    expect((await call(test, 'DELETE', `/platform/service-keys/${body.id}`, undefined, bearer(admin.access_token))).status).toBe(204);
    revoked = true;
    await ask();
    await Promise.all(asking);
    expect(stale).toEqual([]);
  });

  it('goes on from the cache without Postgres, and answers 503 without either, never active from memory', async () => {
    expect((await introspect(test, key, token)).body['active']).toBe(true);
    const away = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1'), { code: 'ECONNREFUSED' });
    // Whichever connections it is asked over.
    const postgres = jest.spyOn(EntityManager.prototype, 'query').mockRejectedValue(away);
    if (!onRealPostgres()) expect((await introspect(test, key, token)).body['active']).toBe(true);
    const cache = jest.spyOn(test.app.get(VersionedCache), 'take').mockReturnValue(given(undefined));
    const answer = await introspect(test, key, token);
    expect(answer).toMatchObject({ status: 503, body: { code: 'server.unavailable' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    postgres.mockRestore();
    cache.mockRestore();
    expect((await introspect(test, key, token)).body['active']).toBe(true);
  });

  it.each([LONG_WAY, `${PATH}/`])('IN-01 looks at the key before the body, and takes a form, at %s too', async (path) => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await send(path, {}, '{broken')).status).toBe(401);
    expect((await send(path, form, `token=${token}`)).status).toBe(401);
    expect((await send(path, { ...form, 'x-api-key': key }, `token=${token}`)).body).toMatchObject({ active: true });
  });

  it('puts keys that come and go, and keys that are refused, on record', async () => {
    await send(PATH, { 'x-api-key': 'no' }, '{}');
    expect(await auditOf(test, { action: 'service_key.created' })).toEqual(expect.arrayContaining([expect.objectContaining({ resource: 'ServiceApiKey', status: 'success' })]));
    const refused = await auditOf(test, { action: 'access.request.refused' });
    expect(refused).toEqual(expect.arrayContaining([expect.objectContaining({ metadata: expect.objectContaining({ code: 'auth.invalid_api_key', method: 'POST', route: PATH }) as unknown })]));
  });

  it('survives a client that goes away in the middle of its body', async () => {
    await new Promise<void>((resolve) => {
      const request = httpRequest(test.url + PATH, { method: 'POST', headers: { 'content-type': 'application/json', 'x-api-key': key, 'content-length': 100 } });
      request.on('error', () => undefined).on('close', resolve);
      request.write('{"token":');
      setTimeout(() => request.destroy(), 50);
    });
    expect((await introspect(test, key, token)).body['active']).toBe(true);
  });

  it('is documented whole', () => {
    const faults = documentFaults(buildDocument(test.app, 'x'));
    expect(faults.filter((fault) => /Introspection|ServiceKeys/.test(fault))).toEqual([]);
    const document = buildDocument(test.app, 'x');
    const operation = document.paths[PATH]?.post;
    expect(operation?.parameters ?? []).toEqual([]);
    expect(Object.keys((operation?.requestBody as { content: object }).content)).toEqual(['application/x-www-form-urlencoded', 'application/json']);
    expect(Object.keys(operation?.responses ?? {})).toEqual(expect.arrayContaining(['200', '400', '401', '413', '415', '429', '503']));
  });
});

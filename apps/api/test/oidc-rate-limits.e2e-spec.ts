import { generateKeyPairSync } from 'node:crypto';
import type { Actor } from './kit/actor.js';
import { clientAssertion } from './kit/client-assertion.js';
import { auditOf, PASSWORD, signUp } from './kit/person.js';
import { application, CALLBACK, platformAdmin, type MadeApplication } from './kit/oidc.js';
import { createTestApp, type TestApp } from './test-app.js';

const OF_SOURCE = 6;
const OF_APPLICATION = 4;
const SERVICE = { type: 'service', redirect_uris: [], post_logout_redirect_uris: [], scopes: ['tenant.view'] };

describe('the limits of the endpoints of the protocol', () => {
  let test: TestApp;
  let admin: Actor;
  let sources = 0;

  beforeAll(async () => {
    test = await createTestApp({ env: { OIDC_ENABLED: 'true', TRUSTED_PROXIES: '127.0.0.1', OIDC_RATE_LIMIT_PER_MINUTE: String(OF_SOURCE), OIDC_APPLICATION_RATE_LIMIT_PER_MINUTE: String(OF_APPLICATION) } });
    admin = await platformAdmin(test);
  });
  afterAll(() => test.close());

  const newSource = (): string => `198.51.100.${(sources += 1)}`;
  const send = (path: string, from: string, form?: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(test.url + path, { redirect: 'manual', headers: { 'x-forwarded-for': from, ...headers }, ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}) });
  const basic = ({ id, client_secret }: MadeApplication): Record<string, string> => ({ authorization: `Basic ${Buffer.from(`${id}:${client_secret}`).toString('base64')}` });
  const authorize = (id: string): string => `/oauth2/authorize?${new URLSearchParams({ client_id: id, redirect_uri: CALLBACK, response_type: 'code', scope: 'openid', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' }).toString()}`;
  const expectRefused = async (answer: Response): Promise<void> => {
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([429, expect.stringMatching(/^application\/json/), 'no-store']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answer.json()).toEqual({ error: 'temporarily_unavailable', error_description: expect.any(String), request_id: answer.headers.get('x-request-id') });
  };

  it.each([
    ['/oauth2/token', { grant_type: 'refresh_token', refresh_token: 'x' }],
    ['/oauth2/par', { response_type: 'code' }],
    ['/oauth2/device_authorization', { scope: 'openid' }],
  ])('%s answers so many requests of one source, and goes on answering others', async (path, form) => {
    const { id } = await application(admin, { type: 'native', redirect_uris: ['com.example.app:/callback'], post_logout_redirect_uris: [] });
    const from = newSource();
    const answers = await Promise.all(Array.from({ length: OF_SOURCE + 2 }, () => send(path, from, { ...form, client_id: id })));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(2);
    await expectRefused(refused[0]!);
    expect((await send(path, newSource(), { ...form, client_id: id })).status).not.toBe(429);
    expect((await auditOf(test, { action: 'access.request.refused' })).filter(({ ip_address, metadata }) => ip_address === from && (metadata as { route?: string }).route === path).length).toBeGreaterThan(0);
  });

  it('shows a page of an application when to ask again', async () => {
    const { id } = await application(admin, { type: 'spa', redirect_uris: ['https://app.example.com/callback'], post_logout_redirect_uris: [] });
    const from = newSource();
    const ask = (): Promise<Response> => send('/oauth2/token', from, { grant_type: 'refresh_token', refresh_token: 'x', client_id: id }, { origin: 'https://app.example.com' });
    for (let i = 0; i < OF_SOURCE; i += 1) expect((await ask()).headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    const refused = await ask();
    expect([refused.status, refused.headers.get('access-control-allow-origin'), refused.headers.get('access-control-expose-headers')]).toEqual([429, '*', 'Retry-After']);
  });

  it('authorization is refused with a page where a person waits, and in words of the protocol otherwise', async () => {
    const { id } = await application(admin);
    const from = newSource();
    for (let i = 0; i < OF_SOURCE; i += 1) expect((await send(authorize(id), from)).status).toBe(303);
    await expectRefused(await send(authorize(id), from));
    const page = await send(authorize(id), from, undefined, { accept: 'text/html' });
    expect([page.status, page.headers.get('content-type')]).toEqual([429, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('That was tried too often.');
  });

  it.each(['secret', 'key'])('what an application has proven to be its own counts for it and for no source (%s)', async (by) => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const made = (): Promise<MadeApplication> => application(admin, { ...SERVICE, ...(by === 'key' ? { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [publicKey.export({ format: 'jwk' })] } } : {}) });
    const [one, other] = [await made(), await made()];
    const from = newSource();
    const ask = async (app: MadeApplication, source = from): Promise<Response> => {
      if (by === 'secret') return send('/oauth2/token', source, { grant_type: 'client_credentials' }, basic(app));
      const exp = Math.floor(Date.now() / 1000) + 60;
      const client_assertion = clientAssertion(app.id, exp, privateKey);
      return send('/oauth2/token', source, { grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion });
    };
    for (let i = 0; i < OF_APPLICATION; i += 1) expect((await ask(one, newSource())).status).toBe(200);
    await expectRefused(await ask(one, newSource()));
    for (let i = 0; i < OF_APPLICATION; i += 1) expect((await ask(other)).status).toBe(200);
    await expectRefused(await ask(other));
    // Its source has as much as before: nobody has used it.
    for (let i = 0; i < OF_SOURCE; i += 1) expect((await send('/oauth2/token', from, { grant_type: 'refresh_token', refresh_token: 'x', client_id: one.id })).status).toBe(401);
    await expectRefused(await send('/oauth2/token', from, { grant_type: 'refresh_token', refresh_token: 'x', client_id: one.id }));
  });

  it('nobody uses up what an application has by its id alone, or with a wrong secret', async () => {
    const app = await application(admin, SERVICE);
    for (let i = 0; i < OF_APPLICATION + 2; i += 1) expect((await send('/oauth2/token', newSource(), { grant_type: 'client_credentials' }, basic({ ...app, client_secret: `ae_cs_${'x'.repeat(43)}` }))).status).toBe(401);
    expect((await send('/oauth2/token', newSource(), { grant_type: 'client_credentials' }, basic(app))).status).toBe(200);
  });

  it.each(['/consent', '/select-account', '/select-organization', '/sign-in', '/device', '/oauth2/logout/confirm'])('the form of %s is answered so often, then with a page', async (path) => {
    const from = newSource();
    const form = { email: await signUp(test), password: PASSWORD };
    const answers: Response[] = [];
    for (let i = 0; i < OF_SOURCE + 1; i += 1) answers.push(await send(path, from, form, { accept: 'text/html' }));
    const last = answers.pop()!;
    expect([last.status, last.headers.get('content-type'), Number(last.headers.get('retry-after')) > 0]).toEqual([429, 'text/html; charset=utf-8', true]);
    expect(answers.map(({ status }) => status)).not.toContain(429);
  });

  it('says the id of the request in what the protocol refuses', async () => {
    const answer = await send('/oauth2/token', newSource(), { grant_type: 'nonsense' });
    expect(await answer.json()).toMatchObject({ error: 'invalid_request', request_id: answer.headers.get('x-request-id') });
  });
});

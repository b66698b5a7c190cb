/* eslint-disable @typescript-eslint/no-deprecated -- both libraries mark plain http so, and the test server speaks nothing else */
import { VersionedCache } from '@authengine/persistence';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { auditOf, introspect, logIn, refresh, serviceKey, signUp, type Tokens } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const PATH = '/api/v1/auth/revoke';

describe('RFC 7009', () => {
  let test: TestApp;
  let key: string;
  let email: string;

  beforeAll(async () => {
    test = await createTestApp({ env: { RATE_LIMIT_PER_MINUTE: '1000', MAX_CONCURRENT_SESSIONS: '100' } });
    key = await serviceKey(test);
    email = await signUp(test);
  });
  afterAll(() => test.close());

  const send = async (body: string, headers: Record<string, string> = {}, path = PATH): Promise<{ status: number; text: string }> => {
    const response = await fetch(test.url + path, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, body });
    return { status: response.status, text: await response.text() };
  };
  const stands = async ({ access_token }: Tokens): Promise<unknown> => (await introspect(test, key, access_token)).body['active'];

  it('ends the session of a refresh token, of one that was used up, and of an access token', async () => {
    const kept = await logIn(test, email);
    for (const which of ['refresh_token', 'access_token'] as const) {
      const tokens = await logIn(test, email);
      for (let i = 0; i < 2; i += 1) expect(await send(`token=${tokens[which]}&token_type_hint=nonsense&client_id=x&client_id=y`)).toEqual({ status: 200, text: '' });
      expect(await stands(tokens)).toBe(false);
      expect((await refresh(test, tokens.refresh_token)).status).toBe(401);
      const [entry, ...others] = await auditOf(test, { action: 'auth.token.revoked', limit: '1' });
      expect([entry, others]).toMatchObject([{ status: 'success', metadata: { token_type: which }, resource: 'Session' }, []]);
    }
    const first = await logIn(test, email);
    const next = await refresh(test, first.refresh_token);
    expect(await send(`token=${first.refresh_token}`, {}, '/api/v1/Auth/Revoke/')).toEqual({ status: 200, text: '' });
    expect(await stands(next.body)).toBe(false);
    expect(await stands(kept)).toBe(true);
    // Each session is on record once.
    expect(await auditOf(test, { action: 'auth.token.revoked' })).toHaveLength(3);
  });

  it('ends the session of an access token that has expired', async () => {
    const tokens = await logIn(test, email);
    test.clock.advance({ hours: 1 });
    expect((await send(`token=${tokens.access_token}`)).status).toBe(200);
    expect((await refresh(test, tokens.refresh_token)).status).toBe(401);
  });

  it.each(['', 'nonsense', 'ae_rt_', `ae_rt_${'A'.repeat(72)}`, `ae_sk_${'0'.repeat(64)}`, 'eyJhbGciOiJub25lIn0.e30.', '%00', 'x'.repeat(50_000)])('answers 200 for what is no token of ours, with Redis and PostgreSQL away too: %.30s', async (token) => {
    const cache = jest.spyOn(test.app.get(VersionedCache), 'change').mockRejectedValue(new Error('away'));
    const confirmed = jest.spyOn(test.app.get(VersionedCache), 'confirm').mockRejectedValue(new Error('away'));
    expect(await send(`token=${token}`)).toEqual({ status: 200, text: '' });
    cache.mockRestore();
    confirmed.mockRestore();
  });

  it('refuses what is no request for it', async () => {
    for (const [body, headers, status] of [
      ['', {}, 400],
      ['token_type_hint=access_token', {}, 400],
      ['token=a&token=b', {}, 400],
      ['token=a&token_type_hint=a&token_type_hint=b', {}, 400],
      ['{"token":"a"}', { 'content-type': 'application/json' }, 415],
      ['token=a', { 'content-type': 'text/plain' }, 415],
      [`token=${'x'.repeat(200_000)}`, {}, 413],
    ] as const) {
      expect([body.slice(0, 20), (await send(body, headers)).status]).toEqual([body.slice(0, 20), status]);
    }
    expect((await fetch(test.url + PATH)).status).toBe(405);
  });

  it('is how oauth4webapi and openid-client do it, whatever they say of the client', async () => {
    const endpoint: oauth.AuthorizationServer = { issuer: test.settings.values.APP_URL, revocation_endpoint: test.url + PATH };
    for (const authenticate of [oauth.None(), oauth.ClientSecretBasic(key), oauth.ClientSecretPost('x')]) {
      const tokens = await logIn(test, email);
      const response = await oauth.revocationRequest(endpoint, { client_id: 'app' }, authenticate, tokens.refresh_token, { [oauth.allowInsecureRequests]: true });
      await oauth.processRevocationResponse(response);
      expect(await stands(tokens)).toBe(false);
    }
    const tokens = await logIn(test, email);
    const configuration = new openid.Configuration(endpoint, 'app', undefined, openid.None());
    openid.allowInsecureRequests(configuration);
    await openid.tokenRevocation(configuration, tokens.access_token, { token_type_hint: 'access_token' });
    expect(await stands(tokens)).toBe(false);
  });
});

import type * as client from 'openid-client';
import type { Actor } from './kit/actor.js';
import { bearer, call, introspect, logIn, serviceKey, signUp } from './kit/person.js';
import { application, Browser, platformAdmin, redeem, relyingParty, signIn, start, userinfo, type MadeApplication } from './kit/oidc.js';
import { createTestApp, type TestApp } from './test-app.js';

type Tokens = client.TokenEndpointResponse & client.TokenEndpointResponseHelpers;

describe('how far what an application was given goes', () => {
  let test: TestApp;
  let admin: Actor;
  let key: string;

  beforeAll(async () => {
    test = await createTestApp({ env: { OIDC_ENABLED: 'true', MAX_CONCURRENT_SESSIONS: '100' } });
    admin = await platformAdmin(test);
    key = await serviceKey(test);
  });
  afterAll(() => test.close());

  const person = async (): Promise<{ email: string; id: string }> => {
    const email = await signUp(test);
    const [{ id = '' } = {}] = await test.dataSource.query<{ id: string }[]>('SELECT id FROM users WHERE email = $1', [email]);
    return { email, id };
  };
  const tokensOf = async (app: MadeApplication, email: string, parameters: Record<string, string> = {}): Promise<Tokens> => {
    const config = await relyingParty(test, app);
    const started = await start(config, parameters);
    return redeem(config, started, (await signIn(new Browser(test), started.url, email)).url);
  };

  it.each(['opaque', 'jwt'])('is nothing at userinfo once the session has ended (%s)', async (access_token_format) => {
    const { email } = await person();
    const { access_token } = await tokensOf(await application(admin, { access_token_format }), email);
    expect((await userinfo(test, access_token)).status).toBe(200);
    const { session_id } = (await introspect(test, key, access_token)).body;
    expect((await call(test, 'DELETE', `/me/sessions/${String(session_id)}`, undefined, bearer((await logIn(test, email)).access_token))).status).toBe(204);
    expect((await userinfo(test, access_token)).status).toBe(401);
  });
});

import { VersionedCache } from '@authengine/persistence';
import { onRealPostgres, People } from '@authengine/testing';
import { actorOf } from './kit/actor.js';
import { Authenticator, disable, enroll, turnOn, verify } from './kit/authenticator.js';
import { hasRedisServer, OwnRedis } from './kit/own-redis.js';
import { bearer, call, logIn, newAddress, PASSWORD, signUp, type Answer } from './kit/person.js';
import { cookieOf, forgetsCookie, refreshCookies } from './kit/refresh-cookie.js';
import { TcpProxy } from './kit/tcp-proxy.js';
import { createTestApp, type TestApp } from './test-app.js';

// A cache that others may read needs a PostgreSQL that others reach, and a Redis that can be lost: skipped where either is missing.
const onRealStores = onRealPostgres() && hasRedisServer ? describe : describe.skip;

const NEW_PASSWORD = 'eleven herons over the estuary';

onRealStores('while Redis cannot be reached', () => {
  let redis: OwnRedis;
  let way: TcpProxy;
  let test: TestApp;
  let people: People;

  beforeAll(async () => {
    redis = await OwnRedis.start();
    way = await TcpProxy.to(redis.port);
    test = await createTestApp({ env: { REDIS_URL: `redis://127.0.0.1:${way.port}/0`, MAX_CONCURRENT_SESSIONS: '3' } });
    people = new People(test.dataSource);
  });
  afterAll(async () => {
    await test.close();
    await way.close();
    await redis.kill();
  });
  afterEach(() => mended());

  const mended = async (): Promise<void> => {
    way.mend();
    const cache = test.app.get(VersionedCache, { strict: false });
    for (let i = 0; i < 500 && cache.outOfUse !== null; i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(cache.outOfUse).toBeNull();
  };
  const person = async (sessions = 1): Promise<{ email: string; token: string }> => {
    const email = await signUp(test);
    let token = '';
    for (let i = 0; i < sessions; i += 1) token = (await logIn(test, email)).access_token;
    return { email, token };
  };
  const admin = async (): ReturnType<typeof actorOf> => actorOf(test, await people.newMember(await people.platform(), 'SUPER_ADMIN'));

  describe('what revokes nothing is answered', () => {
    it('a first authenticator app, with its recovery codes', async () => {
      const { token } = await person();
      const { body } = await enroll(test, token);
      way.cut();
      const answer = await verify(test, token, new Authenticator(test, body.secret).code());
      expect(answer).toMatchObject({ status: 200, body: { recovery_codes: expect.arrayContaining([expect.any(String)]) } });
    });

    it('a proof of an address', async () => {
      const email = newAddress();
      await call(test, 'POST', '/auth/register', { email, password: PASSWORD });
      const token = await test.mails.token(email);
      way.cut();
      expect((await call(test, 'POST', '/auth/verify-email', { token })).status).toBe(200);
    });

    it('a new name, a role that is given, a permission that is added, an end of sessions where there are no others', async () => {
      const { token } = await person();
      const by = await admin();
      const tenant = await people.tenant();
      const member = await people.newMember(tenant);
      const role = await people.role(`ADDED_${Date.now()}`, { permissions: [] });
      way.cut();
      expect((await call(test, 'PATCH', '/me', { first_name: 'Ada' }, bearer(token))).status).toBe(200);
      expect((await by.ask('POST', `/tenants/roles/${tenant}/users/${member}/roles`, { role_name: 'TENANT_USER' })).status).toBe(200);
      expect((await by.ask('PATCH', `/platform/roles/${role}`, { permissions: ['tenant.view'] })).status).toBe(200);
      expect((await call(test, 'DELETE', '/me/sessions', undefined, bearer(token))).status).toBe(204);
    });

    it('a login at the limit of sessions, four times in a row; the sessions that gave way are over', async () => {
      const { email, token } = await person(3);
      way.cut();
      for (let i = 0; i < 4; i += 1) expect((await call(test, 'POST', '/auth/login', { email, password: PASSWORD })).status).toBe(200);
      expect((await call(test, 'GET', '/me', undefined, bearer(token))).status).toBe(401);
      await mended();
      expect((await call(test, 'GET', '/me', undefined, bearer(token))).status).toBe(401);
    });

    it('a revocation that was acknowledged before', async () => {
      const { token } = await person();
      expect((await call(test, 'POST', '/auth/logout', undefined, bearer(token))).status).toBe(204);
      way.cut();
      expect((await call(test, 'POST', '/auth/logout', undefined, bearer(token))).status).toBe(204);
    });
  });

  type Ask = () => Promise<Answer>;
  const acts: Readonly<Record<string, () => Promise<{ ask: Ask; answer: object; again: number }>>> = {
    'a changed password': async () => {
      const { token } = await person(2);
      const body = { current_password: PASSWORD, new_password: NEW_PASSWORD };
      return { ask: () => call(test, 'POST', '/auth/password', body, bearer(token)), answer: { status: 200, body: { message: expect.any(String) } }, again: 400 };
    },
    'a reset password': async () => {
      const { email } = await person(1);
      await call(test, 'POST', '/auth/password-reset/request', { email });
      const token = await test.mails.token(email);
      return { ask: () => call(test, 'POST', '/auth/password-reset/confirm', { token, new_password: NEW_PASSWORD }), answer: { status: 200, body: { message: expect.any(String) } }, again: 400 };
    },
    'an authenticator app that ended another session, with its recovery codes': async () => {
      const { token } = await person(2);
      const code = new Authenticator(test, (await enroll(test, token)).body.secret).code();
      return { ask: () => verify(test, token, code), answer: { status: 200, body: { recovery_codes: expect.arrayContaining([expect.any(String)]) } }, again: 409 };
    },
    'a second factor that is turned off': async () => {
      const { token } = await person();
      const { recoveryCodes } = await turnOn(test, token);
      return { ask: () => disable(test, token, recoveryCodes[0] ?? ''), answer: { status: 200, body: { message: expect.any(String) } }, again: 409 };
    },
    'a deleted tenant': async () => {
      const [by, tenant] = [await admin(), await people.tenant()];
      return { ask: () => by.ask('DELETE', `/platform/tenants/${tenant}`), answer: { status: 204, body: '' }, again: 404 };
    },
    'a deleted user': async () => {
      const [by, user] = [await admin(), await people.user()];
      return { ask: () => by.ask('DELETE', `/platform/users/${user}`), answer: { status: 204, body: '' }, again: 404 };
    },
    'a removed member': async () => {
      const [by, tenant] = [await admin(), await people.tenant()];
      const member = await people.newMember(tenant, 'TENANT_USER');
      return { ask: () => by.ask('DELETE', `/tenants/users/${tenant}/users/${member}`), answer: { status: 204, body: '' }, again: 404 };
    },
    'an account that its owner deletes': async () => {
      const { token } = await person();
      return { ask: () => call(test, 'DELETE', '/me', undefined, bearer(token)), answer: { status: 202 }, again: 401 };
    },
  };

  it.each(Object.keys(acts))('%s is answered 503, and as if it had been the first time when it is sent again', async (name) => {
    const { ask, answer, again } = await acts[name]!();
    way.cut();
    expect(await ask()).toMatchObject({ status: 503, body: { code: 'server.unavailable' } });
    expect((await ask()).status).toBe(503);
    await mended();
    expect(await ask()).toMatchObject(answer);
    expect((await ask()).status).toBe(again);
  });

  it('is done again, and not taken for done, when it was undone in between', async () => {
    const by = await admin();
    const user = await people.user();
    const to = (status: string): Promise<Answer> => by.ask('PATCH', `/platform/users/${user}`, { status });
    const member = await actorOf(test, user);
    way.cut();
    expect((await to('SUSPENDED')).status).toBe(503);
    await mended();
    expect((await to('ACTIVE')).status).toBe(200);
    expect(await to('SUSPENDED')).toMatchObject({ status: 200, body: { status: 'SUSPENDED' } });
    expect((await by.ask('GET', `/platform/users/${user}`)).body).toMatchObject({ status: 'SUSPENDED' });
    expect((await member.ask('GET', '/me')).status).toBe(401);
  });

  it('ends the sessions that have begun since when it is sent again', async () => {
    const { email, token } = await person(2);
    way.cut();
    expect((await call(test, 'DELETE', '/me/sessions', undefined, bearer(token))).status).toBe(503);
    await mended();
    const later = await logIn(test, email);
    expect((await call(test, 'DELETE', '/me/sessions', undefined, bearer(token))).status).toBe(204);
    expect((await call(test, 'GET', '/me', undefined, bearer(later.access_token))).status).toBe(401);
  });

  it('a logout by the refresh cookie keeps the cookie until it is answered, and is no other page’s to repeat', async () => {
    const email = await signUp(test);
    const login = await call(test, 'POST', '/auth/login', { email, password: PASSWORD, refresh_transport: 'cookie' });
    const logOut = (more: Readonly<Record<string, string>> = {}): Promise<Answer> => call(test, 'POST', '/auth/logout', undefined, { ...cookieOf(login), ...more });
    way.cut();
    const lost = await logOut();
    expect([lost.status, refreshCookies(lost)]).toEqual([503, []]);
    await mended();
    expect(await logOut({ Origin: 'https://evil.example' })).toMatchObject({ status: 403, body: { code: 'auth.origin_not_allowed' } });
    const over = await logOut();
    expect([over.status, forgetsCookie(over)]).toEqual([204, true]);
  });

  it('an answer is kept for the same caller alone', async () => {
    const [by, other, tenant] = [await admin(), await admin(), await people.tenant()];
    way.cut();
    expect((await by.ask('DELETE', `/platform/tenants/${tenant}`)).status).toBe(503);
    await mended();
    expect((await other.ask('DELETE', `/platform/tenants/${tenant}`)).status).toBe(404);
    expect((await call(test, 'DELETE', `/platform/tenants/${tenant}`)).status).toBe(401);
    expect((await by.ask('DELETE', `/platform/tenants/${tenant}`)).status).toBe(204);
  });
});

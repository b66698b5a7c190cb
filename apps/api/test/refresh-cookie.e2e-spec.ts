import { FakeClock, FakeProvider, People } from '@authengine/testing';
import type { UserId } from '@authengine/kernel';
import type { OpenAPIObject } from '@nestjs/swagger';
import { RouteTable } from '../src/http/routes/route-table.js';
import { challengeOf, mfaPerson, type Challenge, type MfaPerson } from './kit/authenticator.js';
import { beginSignIn, passkeyPerson } from './kit/passkeys.js';
import { auditOf, bearer, call, introspect, logIn, PASSWORD, refresh, serviceKey, signUp, type Answer, type Tokens } from './kit/person.js';
import { cookieOf, forgetsCookie, refreshCookies } from './kit/refresh-cookie.js';
import { Browser, someone } from './kit/social.js';
import { createTestApp, type TestApp } from './test-app.js';

const APP = 'https://app.example.com';
const OWN = 'http://auth.test';
const EVIL = { Origin: 'https://evil.example' };
const WISH = { refresh_transport: 'cookie' };
const REFUSED = { status: 403, body: { code: 'auth.origin_not_allowed' } };
const ENDED = { status: 401, body: { code: 'auth.invalid_refresh_token' } };

type Answered = Pick<Answer, 'headers'>;
type Headers = Readonly<Record<string, string>>;
type Login = Answer<Tokens & { user: { id: UserId }; code?: string }>;

describe('the refresh token in a cookie', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  let test: TestApp;
  let key: string;
  let email: string;

  beforeAll(async () => {
    test = await createTestApp({ clock, provider, env: { OIDC_ENABLED: 'true', CORS_ORIGINS: APP, REDIRECT_ALLOWLIST: APP, RATE_LIMIT_PER_MINUTE: '100000' } });
    key = await serviceKey(test);
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    clock.reset();
    email = await signUp(test);
  });

  const post = (path: string, body?: unknown, headers: Headers = {}): Promise<Login> => call(test, 'POST', path, body, headers);
  const login = (headers: Headers = {}): Promise<Login> => post('/auth/login', { email, password: PASSWORD, ...WISH }, headers);
  const byCookie = (of: Answered, headers: Headers = {}): Promise<Login> => post('/auth/refresh', undefined, { ...cookieOf(of), ...headers });
  const logOut = (headers: Headers): Promise<Login> => post('/auth/logout', undefined, headers);
  const isActive = async ({ body }: { readonly body: Pick<Tokens, 'access_token'> }): Promise<unknown> => (await introspect(test, key, body.access_token)).body['active'];
  const sessions = async (): Promise<number> => (await test.dataSource.query<unknown[]>('SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1', [email])).length;

  describe('comes, where it was asked for,', () => {
    const mailed = async (): Promise<string> => {
      await post('/auth/magic-link/request', { email });
      return test.mails.token(email, 'Your link to sign in');
    };
    const redirected = async (): Promise<string> => {
      const back = await new Browser(test, provider).signIn('google', someone(), { redirect_to: `${APP}/signed-in` });
      return new URL(back.location).searchParams.get('code') ?? '';
    };
    const challenged = async (wish: object): Promise<MfaPerson & { readonly token: string }> => {
      const person = await mfaPerson(test);
      const { body } = await call<Challenge>(test, 'POST', '/auth/login', { email: person.email, password: PASSWORD, ...wish });
      return { ...person, token: body.mfa_pending_token };
    };
    const completed = async (first: object, second: object): Promise<Login> => {
      const { token, recoveryCodes } = await challenged(first);
      return post('/auth/mfa/complete', { mfa_pending_token: token, code: recoveryCodes[0], ...second });
    };
    const linkedAndChallenged = async (): Promise<Login> => {
      const { email: address, recoveryCodes } = await mfaPerson(test);
      await post('/auth/magic-link/request', { email: address });
      const { body } = await post('/auth/magic-link/verify', { token: await test.mails.token(address, 'Your link to sign in'), ...WISH });
      return post('/auth/mfa/complete', { mfa_pending_token: (body as unknown as Challenge).mfa_pending_token, code: recoveryCodes[0] });
    };
    const touched = async (): Promise<Login> => {
      const { authenticator } = await passkeyPerson(test);
      return post('/auth/webauthn/authenticate/complete', { credential: authenticator.get(await beginSignIn(test)), ...WISH });
    };

    const ways: Readonly<Record<string, () => Promise<Login>>> = {
      'at login': () => login(),
      'at login, with null for what is left out elsewhere': async () => {
        expect((await post('/auth/login', { email, password: PASSWORD, refresh_transport: null })).body.refresh_token).toMatch(/^ae_rt_/);
        return login();
      },
      'by a magic link': async () => post('/auth/magic-link/verify', { token: await mailed(), ...WISH }),
      'at the exchange of a provider’s sign-in': async () => post('/auth/oauth/exchange', { code: await redirected(), ...WISH }),
      'by a passkey': touched,
      'after a second factor, which keeps the wish of the login': () => completed(WISH, {}),
      'after a second factor, which keeps the wish of a magic link': linkedAndChallenged,
      'after a second factor that asks for it': () => completed({}, WISH),
    };

    it.each(Object.keys(ways))('SE-15 %s, and not in the body', async (name) => {
      const answer = await ways[name]!();
      expect(answer).toMatchObject({ status: 200, body: { token_type: 'bearer', access_token: expect.any(String), user: {} } });
      expect(answer.body).not.toHaveProperty('refresh_token');
      expect(JSON.stringify(answer.body)).not.toContain('ae_rt_');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect((await byCookie(answer)).status).toBe(200);
    });

    it('not after a second factor that asks for the body instead', async () => {
      const answer = await completed(WISH, { refresh_transport: 'body' });
      expect([answer.body.refresh_token.slice(0, 6), refreshCookies(answer)]).toEqual(['ae_rt_', []]);
    });

    it('MF-05 not before the second factor', async () => {
      const { email: address } = await mfaPerson(test);
      const answer = await post('/auth/login', { email: address, password: PASSWORD, ...WISH });
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([202, []]);
    });

    it.each(['header', '', 'Cookie', true, ['cookie']])('and no other wish is taken: %p', async (refresh_transport) => {
      expect((await post('/auth/login', { email, password: PASSWORD, refresh_transport })).status).toBe(400);
    });
  });

  it('SE-15 is for this host, for refresh and logout alone, for no script, and as long as the session', async () => {
    const cookie = (path: string): object => ({ name: 'ae_refresh', value: expect.stringMatching(/^ae_rt_/), days: expect.closeTo(7, 2), attributes: ['HttpOnly', `Path=${path}`, 'SameSite=Strict'] });
    expect(refreshCookies(await login())).toEqual([cookie('/api/v1/auth/refresh'), cookie('/api/v1/auth/logout')]);
  });

  it('SE-08 ends with the session at its absolute lifetime', async () => {
    let answer = await login();
    for (let day = 0; day < 28; day += 4) {
      clock.advance({ days: 4 });
      answer = await byCookie(answer);
    }
    expect(refreshCookies(answer)[0]?.days).toBeCloseTo(2, 2);
  });

  describe('a refresh', () => {
    it('needs nothing but the cookie, and is answered the next one', async () => {
      const first = await login();
      const second = await byCookie(first, { Origin: APP });
      expect(second).toMatchObject({ status: 200, body: { user: { email }, expires_in: 1800 } });
      expect(second.body).not.toHaveProperty('refresh_token');
      expect(cookieOf(second)).not.toEqual(cookieOf(first));
      expect(second.headers.get('access-control-allow-origin')).toBe(APP);
      expect(second.headers.get('access-control-allow-credentials')).toBe('true');
      expect(second.headers.get('vary')).toContain('Origin');
      expect(await isActive(second)).toBe(true);
      expect((await post('/auth/refresh', {}, cookieOf(second))).status).toBe(200);
    });

    it('of two tabs at once gives both the same next cookie, and nobody is signed out', async () => {
      const first = await login();
      const answers = await Promise.all(Array.from({ length: 10 }, () => byCookie(first)));
      expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
      expect(new Set(answers.map((answer) => cookieOf(answer).Cookie)).size).toBe(1);
      expect((await byCookie(answers[0]!)).status).toBe(200);
    });

    it('SE-03 by a cookie that was used up ends the session, and the browser forgets it', async () => {
      const first = await login();
      const second = await byCookie(first);
      clock.advance({ seconds: 11 });
      const reused = await byCookie(first);
      expect(reused).toMatchObject(ENDED);
      expect(forgetsCookie(reused)).toBe(true);
      expect(await isActive(second)).toBe(false);
      const over = await byCookie(second);
      expect([over.status, forgetsCookie(over)]).toEqual([401, true]);
    });

    it.each<[string, Headers]>([
      ['a page of another site', EVIL],
      ['a page that does not say its origin', { Origin: 'null' }],
      ['a page whose origin looks like an allowed one', { Origin: `${APP}.evil.example` }],
      ['a page of another site behind something that takes Origin away', { 'Sec-Fetch-Site': 'cross-site' }],
      ['a neighbour that CORS_ORIGINS does not name', { 'Sec-Fetch-Site': 'same-site' }],
      ['an allowed page on another site, where no browser keeps the cookie', { Origin: APP, 'Sec-Fetch-Site': 'cross-site' }],
    ])('HT-06 is refused to %s, which uses nothing up', async (_, headers) => {
      const first = await login();
      const refused = await byCookie(first, headers);
      expect(refused).toMatchObject(REFUSED);
      expect(refreshCookies(refused)).toEqual([]);
      clock.advance({ seconds: 11 });
      expect((await byCookie(first)).status).toBe(200);
    });

    it('is answered to pages of the service itself and of CORS_ORIGINS, and to what is no browser', async () => {
      let answer = await login();
      const pages: Headers[] = [{ Origin: OWN, 'Sec-Fetch-Site': 'same-origin' }, { Origin: APP, 'Sec-Fetch-Site': 'same-site' }, { 'Sec-Fetch-Site': 'same-origin' }, {}];
      for (const headers of pages) {
        answer = await byCookie(answer, headers);
        expect(answer.status).toBe(200);
      }
    });

    it('AU-05 that a page is refused is on record', async () => {
      await byCookie(await login(), { Origin: 'https://evil-on-record.example' });
      expect(await auditOf(test, { action: 'auth.session.refresh_refused', status: 'denied' })).toEqual(expect.arrayContaining([expect.objectContaining({ actor_id: null, metadata: expect.objectContaining({}) })]));
    });

    it('without a cookie is 401 where nothing was sent, and 400 where a body lacks the token', async () => {
      expect(await post('/auth/refresh')).toMatchObject(ENDED);
      expect(await post('/auth/refresh', {})).toMatchObject({ status: 400, body: { errors: [{ field: 'refresh_token' }] } });
      expect(await post('/auth/refresh', undefined, EVIL)).toMatchObject(ENDED);
      expect(await post('/auth/refresh', undefined, { Cookie: 'other=1; xae_refresh=2' })).toMatchObject(ENDED);
    });

    it('by a token in the body leaves the cookie alone, and is answered in the session’s own way', async () => {
      const [mine, other] = [await login(), await logIn(test, email)];
      const answer = await post('/auth/refresh', { refresh_token: other.refresh_token }, { ...cookieOf(mine), ...EVIL });
      expect(answer).toMatchObject({ status: 200, body: { refresh_token: expect.stringMatching(/^ae_rt_/) } });
      expect(refreshCookies(answer)).toEqual([]);
      expect(forgetsCookie(await post('/auth/refresh', { refresh_token: 'ae_rt_nothing' }, cookieOf(mine)))).toBe(false);
      const body = { refresh_token: cookieOf(mine).Cookie.split('=')[1] };
      const refused = await post('/auth/refresh', body, EVIL);
      expect(refused).toMatchObject(REFUSED);
      expect(refreshCookies(refused)).toEqual([]);
      const told = await post('/auth/refresh', body);
      expect([told.status, told.body.refresh_token, refreshCookies(told).length]).toEqual([200, undefined, 2]);
    });

    it('takes no cookie with the token of a session that has none, and no two cookies that differ', async () => {
      const { refresh_token } = await logIn(test, email);
      const planted = await post('/auth/refresh', undefined, { Cookie: `ae_refresh=${refresh_token}` });
      expect(planted).toMatchObject(ENDED);
      expect(planted.body).not.toHaveProperty('refresh_token');
      expect((await refresh(test, refresh_token)).status).toBe(200);
      const [mine, theirs] = [await login(), await login()];
      expect(await post('/auth/refresh', undefined, { Cookie: `${cookieOf(theirs).Cookie}; ${cookieOf(mine).Cookie}` })).toMatchObject(ENDED);
      expect((await post('/auth/refresh', undefined, { Cookie: `${cookieOf(mine).Cookie}; ${cookieOf(mine).Cookie}` })).status).toBe(200);
    });
  });

  describe('a logout', () => {
    it('SE-09 by the cookie ends the session, again and again, and the browser forgets it', async () => {
      const answer = await login();
      for (let i = 0; i < 2; i += 1) {
        const over = await logOut({ ...cookieOf(answer), Origin: APP });
        expect([over.status, forgetsCookie(over)]).toEqual([204, true]);
      }
      expect(await isActive(answer)).toBe(false);
      const late = await byCookie(answer);
      expect(late).toMatchObject(ENDED);
      expect(forgetsCookie(late)).toBe(true);
      const user = answer.body.user.id;
      expect(await auditOf(test, { action: 'auth.session.logged_out', actor_id: user })).toHaveLength(1);
    });

    it('works for a suspended user', async () => {
      const answer = await login();
      await test.dataSource.query("UPDATE users SET status = 'SUSPENDED' WHERE email = $1", [email]);
      expect((await logOut(cookieOf(answer))).status).toBe(204);
      expect((await test.dataSource.query<{ ended: boolean }[]>('SELECT ended_at IS NOT NULL AS ended FROM sessions WHERE user_id = $1', [answer.body.user.id]))[0]?.ended).toBe(true);
    });

    it.each<[string, Headers]>([['another site', EVIL], ['no origin at all', { Origin: 'null' }], ['another site, untold', { 'Sec-Fetch-Site': 'cross-site' }]])('HT-06 by the cookie is refused to a page of %s', async (_, headers) => {
      const answer = await login();
      const refused = await logOut({ ...cookieOf(answer), ...headers });
      expect(refused).toMatchObject(REFUSED);
      expect(refreshCookies(refused)).toEqual([]);
      expect(await isActive(answer)).toBe(true);
    });

    it('by an access token too, with or without the cookie', async () => {
      const [one, two] = [await login(), await login()];
      const over = await logOut(bearer(one.body.access_token));
      expect([over.status, forgetsCookie(over), await isActive(one)]).toEqual([204, true, false]);
      const both = await logOut({ ...bearer(two.body.access_token), ...cookieOf(two), Origin: APP });
      expect([both.status, forgetsCookie(both), await isActive(two)]).toEqual([204, true, false]);
      expect(refreshCookies(await logOut(bearer((await logIn(test, email)).access_token)))).toEqual([]);
    });

    it('HT-06 by another session’s token from a page that may not use the cookie ends that session alone', async () => {
      const [mine, other] = [await login(), await logIn(test, email)];
      const over = await logOut({ ...bearer(other.access_token), ...cookieOf(mine), ...EVIL });
      expect([over.status, refreshCookies(over)]).toEqual([204, []]);
      expect([await isActive({ body: other }), await isActive(mine)]).toEqual([false, true]);
    });

    it('SE-16 by an access token also ends the other session that the cookie is of, so that nobody is left behind', async () => {
      const [before, now] = [await login(), await logIn(test, email)];
      expect(forgetsCookie(await logOut({ ...bearer(now.access_token), ...cookieOf(before) }))).toBe(true);
      expect([await isActive(before), await isActive({ body: now })]).toEqual([false, false]);
    });

    it('by a cookie that is no token of ours is 401, and the browser forgets it', async () => {
      const answer = await logOut({ Cookie: 'ae_refresh=nonsense' });
      expect(answer).toMatchObject(ENDED);
      expect(forgetsCookie(answer)).toBe(true);
      expect(await logOut({})).toMatchObject({ status: 401, body: { code: 'auth.unauthenticated' } });
    });
  });

  it.each<[string, unknown, Headers]>([
    ['a cookie', undefined, { Cookie: 'ae_refresh=nonsense' }],
    ['a cookie, from another site', undefined, { Cookie: 'ae_refresh=nonsense', ...EVIL }],
    ['a token in the body', { refresh_token: 'nonsense' }, {}],
  ])('AU-05 strangers fill no log with logouts by %s that end nothing', async (_, body, headers) => {
    const entries = async (): Promise<number> => (await auditOf(test, { action: 'auth.session.logged_out', limit: '100' })).length;
    const before = await entries();
    for (let i = 0; i < 50; i += 1) await post('/auth/logout', body, headers);
    expect((await entries()) - before).toBeLessThan(25);
  });

  describe('the session', () => {
    it('gets the next cookie with another active tenant, and no token in the body', async () => {
      const first = await login();
      const tenant = await new People(test.dataSource).tenant(first.body.user.id);
      const chosen = await post('/auth/select-tenant', { tenant_id: tenant }, bearer(first.body.access_token));
      expect([chosen.status, Object.keys(chosen.body).sort()]).toEqual([200, ['access_token', 'expires_in', 'token_type']]);
      expect(cookieOf(chosen)).not.toEqual(cookieOf(first));
      const next = await byCookie(chosen);
      expect((await introspect(test, key, next.body.access_token)).body).toMatchObject({ active: true, tenant_id: tenant });
    });

    it('keeps its cookie with another password, and the others end', async () => {
      const [mine, other] = [await login(), await login()];
      const changed = await post('/auth/password', { current_password: PASSWORD, new_password: 'eleven herons over the estuary' }, bearer(mine.body.access_token));
      expect([changed.status, changed.headers.getSetCookie()]).toEqual([200, []]);
      expect([(await byCookie(mine)).status, (await byCookie(other)).status]).toEqual([200, 401]);
    });

    it.each<[string, (headers: Headers) => Promise<Login>]>([
      ['a login', (headers) => login(headers)],
      ['a magic link, which stays good', async (headers) => {
        await post('/auth/magic-link/request', { email });
        const token = await test.mails.token(email, 'Your link to sign in');
        const answer = await post('/auth/magic-link/verify', { token, ...WISH }, headers);
        expect((await post('/auth/magic-link/preview', { token })).status).toBe(200);
        return answer;
      }],
    ])('HT-06 does not begin with a cookie for a page of another site: %s', async (_, begin) => {
      const before = await sessions();
      const refused = await begin(EVIL);
      expect(refused).toMatchObject(REFUSED);
      expect([refused.headers.getSetCookie(), await sessions()]).toEqual([[], before]);
    });

    it('EN-01 is refused to a page of another site whatever the password, also before a second factor', async () => {
      const { email: guarded } = await mfaPerson(test);
      for (const [address, password] of [[email, PASSWORD], [email, 'not this one at all'], ['nobody@people.test', PASSWORD], [guarded, PASSWORD]]) {
        expect(await post('/auth/login', { email: address, password, ...WISH }, EVIL)).toMatchObject(REFUSED);
      }
    });

    it('HT-06 does not begin with a cookie for a page of another site after a second factor either', async () => {
      const { email: address, recoveryCodes } = await mfaPerson(test);
      const { mfa_pending_token } = (await call<Challenge>(test, 'POST', '/auth/login', { email: address, password: PASSWORD, ...WISH })).body;
      const body = { mfa_pending_token, code: recoveryCodes[0] };
      // Whatever the code, which would be told right otherwise.
      for (const code of [body.code, 'AAAAA-AAAAA']) expect(await post('/auth/mfa/complete', { ...body, code }, EVIL)).toMatchObject(REFUSED);
      expect((await post('/auth/mfa/complete', body, { Origin: APP })).status).toBe(200);
      expect((await challengeOf(test, address)).mfa_pending_token).toBeDefined();
    });
  });

  it('SE-15 the cookie opens nothing but refresh and logout', async () => {
    const { Cookie } = cookieOf(await login());
    const routes = test.app.get(RouteTable).routes().filter(({ path }) => !['/api/v1/auth/refresh', '/api/v1/auth/logout'].includes(path));
    expect(routes.length).toBeGreaterThan(90);
    const wrong: string[] = [];
    for (const { method, path, handler } of routes) {
      const url = test.url + path.replace(/:provider/g, 'github').replace(/:\w+/g, '00000000-0000-4000-8000-000000000000');
      const ask = async (headers: Headers): Promise<Response> => {
        const answer = await fetch(url, { method, redirect: 'manual', headers, signal: AbortSignal.timeout(10_000) });
        await answer.arrayBuffer();
        return answer;
      };
      const [plain, answer] = [await ask({}), await ask({ Cookie })];
      const open = handler.access[0]?.kind === 'public';
      if (answer.status !== plain.status || (!open && answer.status !== 401)) wrong.push(`${method} ${path} answered ${answer.status}, without it ${plain.status}`);
      if (refreshCookies(answer).length > 0) wrong.push(`${method} ${path} sets the cookie`);
    }
    expect(wrong).toEqual([]);
  });

  it('is in the document where it is taken, and nowhere else', async () => {
    const document = (await (await fetch(`${test.url}/openapi.json`)).json()) as OpenAPIObject;
    expect(document.components?.securitySchemes?.['refresh_cookie']).toMatchObject({ type: 'apiKey', in: 'cookie', name: 'ae_refresh' });
    const taking = Object.entries(document.paths).filter(([, item]) => JSON.stringify(item).includes('"refresh_cookie"')).map(([path]) => path);
    expect(taking.sort()).toEqual(['/api/v1/auth/logout', '/api/v1/auth/refresh']);
    const wishing = Object.entries(document.components?.schemas ?? {}).filter(([, schema]) => 'properties' in schema && schema.properties?.['refresh_transport'] !== undefined).map(([name]) => name);
    expect(wishing.sort()).toEqual(['CompleteChallengeDto', 'CompleteSignInDto', 'ExchangeDto', 'LoginRequestDto', 'MagicLinkSignInDto']);
  });
});

describe('the refresh cookie of a service behind TLS and a path, with CORS_ORIGINS=*', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ env: { APP_URL: 'https://auth.example.com/id', CORS_ORIGINS: `*,${APP}` } });
  });
  afterAll(() => test.close());

  const login = (): Promise<Answer> => call(test, 'POST', '/auth/login', { email: test.settings.values.SUPERADMIN_EMAIL, password: test.settings.values.SUPERADMIN_PASSWORD, ...WISH });
  const byCookie = (of: Answer, headers: Headers): Promise<Answer> => call(test, 'POST', '/auth/refresh', undefined, { ...cookieOf(of), ...headers });

  it('SE-15 is sent over TLS alone, and below the path that browsers see', async () => {
    const cookie = (path: string): object => ({ name: '__Secure-ae_refresh', value: expect.any(String), days: expect.closeTo(7, 2), attributes: ['HttpOnly', `Path=${path}`, 'SameSite=Strict', 'Secure'] });
    const answer = await login();
    expect(refreshCookies(answer)).toEqual([cookie('/id/api/v1/auth/refresh'), cookie('/id/api/v1/auth/logout')]);
    const over = await call(test, 'POST', '/auth/logout', undefined, cookieOf(answer));
    expect([over.status, forgetsCookie(over), refreshCookies(over).every(({ attributes }) => attributes.includes('Secure'))]).toEqual([204, true, true]);
  });

  it('HT-06 is for the origin of APP_URL and those that are named beside *', async () => {
    let answer = await login();
    for (const origin of ['https://auth.example.com', APP]) {
      answer = await byCookie(answer, { Origin: origin });
      expect(answer.status).toBe(200);
    }
    expect([answer.headers.get('access-control-allow-origin'), answer.headers.get('access-control-allow-credentials')]).toEqual([APP, 'true']);
    for (const origin of ['https://anywhere.example', 'http://auth.example.com', 'https://auth.example.com/id', '*']) {
      const refused = await byCookie(answer, { Origin: origin });
      expect(refused).toMatchObject(REFUSED);
      expect([refused.headers.get('access-control-allow-origin'), refused.headers.get('access-control-allow-credentials')]).toEqual(['*', null]);
    }
  });
});

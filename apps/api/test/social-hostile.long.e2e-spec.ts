import { FakeClock, FakeProvider, type BuiltInProviderKind, type ProviderFaults, type ProviderKind } from '@authengine/testing';
import { auditOf, call } from './kit/person.js';
import { Browser, someone } from './kit/social.js';
import { createTestApp, type TestApp } from './test-app.js';

const OPENID: readonly ProviderKind[] = ['google', 'microsoft'];

describe('a provider, or somebody in its place, that misbehaves', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  let test: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    test = await createTestApp({ clock, provider });
  });
  afterAll(() => test.close());
  beforeEach(() => {
    provider.reset();
    clock.reset();
    browser = new Browser(test, provider);
  });

  const state = async (): Promise<unknown> => test.dataSource.query('SELECT (SELECT count(*) FROM users) u, (SELECT count(*) FROM sessions) s, (SELECT count(*) FROM linked_identities) i');

  /** The refusal, after making sure that nothing came of the sign-in. */
  async function refusalOf(kind: ProviderKind, faults: ProviderFaults, person = someone()): Promise<{ status: number; code: unknown }> {
    const before = await state();
    provider.faults = faults;
    const answer = await browser.signIn(kind, person);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.stringify(answer.body)).not.toMatch(/script|invalid_grant|Error:/);
    expect(await state()).toEqual(before);
    expect(provider.strayed).toEqual([]);
    return { status: answer.status, code: answer.body.code };
  }

  const proofRefused = { status: 400, code: 'oauth.proof_refused' };
  const unavailable = { status: 503, code: 'oauth.provider_unavailable' };
  const codeRefused = { status: 400, code: 'oauth.code_refused' };

  describe.each(OPENID)('OC-05 %s: an id_token', (kind) => {
    const hostile: readonly (readonly [string, ProviderFaults])[] = [
      ['without a nonce', { claims: { nonce: undefined } }],
      ['with another nonce', { claims: { nonce: 'A'.repeat(43) } }],
      ['without an audience', { claims: { aud: undefined } }],
      ['for another client', { claims: { aud: 'another-client' } }],
      ['for several clients without an authorized party', { claims: { aud: ['authengine-client', 'another-client'] } }],
      ['for another authorized party', { claims: { azp: 'another-client' } }],
      ['without an issuer', { claims: { iss: undefined } }],
      ['of another issuer', { claims: { iss: 'https://evil.test' } }],
      ['without an expiry', { claims: { exp: undefined } }],
      ['that has expired', { claims: { exp: Math.floor(Date.now() / 1000) - 120 } }],
      ['from tomorrow', { claims: { iat: Math.floor(Date.now() / 1000) + 86_400 } }],
      ['without a subject', { claims: { sub: undefined } }],
      ['with an empty subject', { claims: { sub: '' } }],
      ['with a null subject', { claims: { sub: null } }],
      ...['null', 'undefined', 'NaN', '[object Object]', ' ', 'x'.repeat(256)].map((sub) => [`with the subject ${JSON.stringify(sub).slice(0, 20)}`, { claims: { sub } }] as const),
      ['without a signature', { signature: 'none' }],
      ['signed by a stranger with the right key id', { signature: 'stranger' }],
      ['signed with the public key as a secret', { signature: 'hmac' }],
      ['of the algorithm nOnE under a true signature', { header: { alg: 'nOnE' } }],
      ['that says HS256 under a true signature', { header: { alg: 'HS256' } }],
      ['of no algorithm', { header: { alg: undefined } }],
      ['without a time', { claims: { iat: undefined } }],
      ['not good before tomorrow', { claims: { nbf: Math.floor(Date.now() / 1000) + 86_400 } }],
      ['with a nonce in a list', { claims: { nonce: ['x'] } }],
      ['under the key id of another kind of key', { header: { kid: 'other' } }],
      ['under the key id of a secret', { header: { kid: 'symmetric' } }],
      ['under a path for a key id', { header: { kid: '../../dev/null' } }],
      ['under an unknown key id', { header: { kid: 'key-2' } }],
      ['without a key id', { header: { kid: undefined } }],
      ['with a critical extension', { header: { crit: ['x'] } }],
      ['that is missing', { noIdToken: true }],
    ];
    it.each(hostile)('%s is refused', async (_, faults) => {
      expect(await refusalOf(kind, faults)).toEqual(proofRefused);
    });

    it('cannot be checked while the keys cannot be had, however that is answered', async () => {
      const fresh = await createTestApp({ beside: test, env: provider.env() });
      try {
        for (const jwks of ['down', 'null', 'html', 'empty', 'huge', 'redirect', { status: 404, json: {} }, { status: 200, json: { error: 'x' } }] as const) {
          provider.faults = { jwks };
          const answer = await new Browser(fresh, provider).signIn(kind, someone());
          expect([jwks, answer.status, answer.body.code]).toEqual([jwks, 503, 'oauth.provider_unavailable']);
        }
        provider.faults = { jwks: { status: 200, json: { keys: [null, {}, { kty: 'RSA', kid: 'key-1', n: 'AQAB', e: 'AQAB' }] } } };
        expect((await new Browser(fresh, provider).signIn(kind, someone())).body.code).toBe('oauth.proof_refused');
        provider.faults = {};
        expect((await new Browser(fresh, provider).signIn(kind, someone())).status).toBe(200);
      } finally {
        await fresh.close();
      }
    });
  });

  it('Microsoft: a token without a directory or an object names nobody', async () => {
    expect(await refusalOf('microsoft', { claims: { oid: undefined } })).toEqual(proofRefused);
    for (const nobody of ['', 'null', 'undefined', 'common', 'object-1', '00000000-0000-0000-0000-000000000000']) {
      expect(await refusalOf('microsoft', { claims: { tid: nobody } })).toEqual(proofRefused);
      expect(await refusalOf('microsoft', { claims: { oid: nobody } })).toEqual(proofRefused);
    }
    expect(await refusalOf('microsoft', { userinfo: { status: 200, json: { id: 'another-object' } } })).toEqual(proofRefused);
  });

  it('Google: a subject that is no number is nobody’s', async () => {
    expect(await refusalOf('google', { claims: { sub: 'subject-1' }, userinfo: { status: 200, json: { sub: 'subject-1' } } })).toEqual(proofRefused);
  });

  it('Google: userinfo of somebody else is refused', async () => {
    expect(await refusalOf('google', { userinfo: { status: 200, json: { sub: 'somebody-else', email: 'a@b.test', email_verified: true } } })).toEqual(proofRefused);
  });

  it.each([null, undefined, '', 0, -1, {}, 'null', ' ', 1.5, true, 'octocat', '007'])('GitHub: the id %j is nobody’s', async (id) => {
    expect(await refusalOf('github', { userinfo: { status: 200, json: { id, login: 'ghost' } } })).toEqual(proofRefused);
  });

  describe.each(['google', 'github', 'microsoft'] as const)('OC-17 %s', (kind) => {
    it.each([
      ['an error with status 200', { token: { status: 200, json: { error: 'bad_verification_code', error_description: '<script>' } } }, codeRefused],
      ['invalid_grant', { token: { status: 400, json: { error: 'invalid_grant' } } }, codeRefused],
      ['another error', { token: { status: 401, json: { error: 'invalid_client' } } }, unavailable],
      ['HTML', { token: 'html' }, unavailable],
      ['null', { token: 'null' }, unavailable],
      ['no token', { token: { status: 200, json: { token_type: 'bearer' } } }, unavailable],
      ['a token that is no text', { token: { status: 200, json: { access_token: { a: 1 } } } }, unavailable],
      ['10 MB', { token: 'huge' }, unavailable],
      ['a redirect', { token: 'redirect' }, unavailable],
      ['503', { token: 'down' }, unavailable],
      ['nothing', { token: 'empty' }, unavailable],
      ['a list', { token: { status: 200, json: [{ access_token: 'x' }] } }, unavailable],
    ] as const)('the token endpoint answers with %s', async (_, faults, expected) => {
      expect(await refusalOf(kind, faults)).toEqual(expected);
    });

    it.each(['html', 'null', 'huge', 'redirect', 'down', 'empty'] as const)('userinfo answers with %s', async (userinfo) => {
      const refusal = await refusalOf(kind, { userinfo });
      expect([400, 503]).toContain(refusal.status);
    });
  });

  /** GitHub's way to say that a client asks too much is a 403 too. */
  const tooMuch = [{ status: 429, json: {} }, { status: 403, json: {}, headers: { 'retry-after': '60' } }, { status: 403, json: {}, headers: { 'x-ratelimit-remaining': '0' } }] as const;
  it.each(['html', 'huge', 'redirect', 'down', 'empty', { status: 408, json: {} }, ...tooMuch] as const)('OC-17 OC-10 GitHub: no address is made up where their list is answered with %j', async (emails) => {
    expect(await refusalOf('github', { emails })).toEqual(unavailable);
  });

  const refusals = [401, 403, 404, 410, 422].map((status) => ({ status, json: { message: 'Resource not accessible by integration' } }));
  it.each(refusals)('GitHub: an account without an address is made where their list is refused with $status', async (emails) => {
    const ada = someone();
    provider.faults = { emails };
    const { status, body } = await browser.signIn('github', ada);
    expect([status, body.user.email, body.user.pending_email]).toEqual([200, null, null]);
    const again = await browser.signIn('github', ada);
    expect(again).toMatchObject({ status: 200, body: { is_new_user: false, user: { id: body.user.id } } });
  });

  it.each(refusals)('Google and Microsoft: the id_token is enough where userinfo is refused with $status', async (userinfo) => {
    for (const kind of OPENID) {
      const ada = someone();
      provider.faults = { userinfo };
      const { status, body } = await browser.signIn(kind, ada);
      expect([kind, status, body.user.email ?? body.user.pending_email]).toEqual([kind, 200, ada.email]);
    }
  });

  it('GitHub: without its user nobody signs in', async () => {
    for (const userinfo of refusals) expect(await refusalOf('github', { userinfo })).toEqual(unavailable);
  });

  /** Each at a server of its own, so that they make us wait together. */
  const sluggish: readonly Readonly<Record<BuiltInProviderKind, ProviderFaults>>[] = [
    { github: { token: 'hang' }, google: { userinfo: 'drip' }, microsoft: { token: 'drip' } },
    { github: { emails: 'hang' }, google: { token: 'late', userinfo: 'hang' }, microsoft: { jwks: 'drip' } },
  ];
  it('OC-17 gives up after five seconds in all on a provider that hangs or never ends its answer', async () => {
    const kinds = ['github', 'google', 'microsoft'] as const;
    const servers = kinds.map((kind) => ({ kind, server: new FakeProvider(clock) }));
    await Promise.all(servers.map(({ server }) => server.start()));
    const env = Object.fromEntries(servers.flatMap(({ kind, server }) => Object.entries(server.env()).filter(([name]) => name.startsWith(kind.toUpperCase()))));
    const slow = await createTestApp({ beside: test, env });
    try {
      for (const faults of sluggish) {
        const before = await state();
        await Promise.all(
          servers.map(async ({ kind, server }) => {
            server.faults = faults[kind];
            const began = Date.now();
            const answer = await new Browser(slow, server).signIn(kind, someone());
            expect([kind, answer.status, answer.body.code]).toEqual([kind, 503, 'oauth.provider_unavailable']);
            expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
            expect(Date.now() - began).toBeLessThan(20_000);
          }),
        );
        expect(await state()).toEqual(before);
      }
    } finally {
      await slow.close();
      await Promise.all(servers.map(({ server }) => server.stop()));
    }
  });

  it('waits for a provider that is merely late', async () => {
    provider.faults = { token: 'late', userinfo: 'late' };
    expect((await browser.signIn('google', someone())).status).toBe(200);
  });

  it('GitHub: a list of addresses that is none leaves the account without an address', async () => {
    const ada = someone();
    const odd = { ...ada, person: { github: { user: { id: ada.id }, emails: [null, 7, { primary: true }, { email: 'not an address', primary: true, verified: true }] } } };
    expect(await browser.signIn('github', odd)).toMatchObject({ status: 200, body: { user: { email: null, pending_email: null } } });
  });

  it('OC-04 a response of another issuer is refused (RFC 9207), one of its own is not', async () => {
    const back = async (iss: string) => browser.back(provider.approve(await browser.start('google'), someone().person, { iss }));
    expect(await back('https://evil.test')).toMatchObject({ status: 400, body: { code: 'oauth.proof_refused' } });
    expect((await back(`${provider.url}/google`)).status).toBe(200);
    const github = async (iss: string) => browser.back(provider.approve(await browser.start('github'), someone().person, { iss }));
    expect((await github('https://evil.test')).status).toBe(400);
    expect((await github(`${provider.url}/github/login/oauth`)).status).toBe(200);
  });

  it('a code that nobody issued is refused, and so is one that belongs to another flow', async () => {
    const forged = provider.approve(await browser.start('github'), someone().person, { code: 'forged' });
    expect(await browser.back(forged)).toMatchObject({ status: 400, body: { code: 'oauth.code_refused' } });
    const other = new Browser(test, provider);
    const stolen = provider.approve(await other.start('github'), someone().person).searchParams.get('code') ?? '';
    const injected = provider.approve(await browser.start('github'), someone().person, { code: stolen });
    expect((await browser.back(injected)).status).toBe(400);
  });

  it('every refusal is on record without the provider’s words', async () => {
    await refusalOf('google', { claims: { nonce: 'x' } });
    const entries = await auditOf(test, { action: 'auth.login.failed' });
    expect(entries[0]).toMatchObject({ status: 'failure', metadata: { auth_strategy: 'google', reason: 'oauth.proof_refused' } });
  });

  it('text that no store can keep, and names that are no names, do no harm', async () => {
    const ada = someone();
    const odd = { ...ada, person: { github: { user: { id: ada.id, name: 'A\u0000d\r\na\ud800 <b>', avatar_url: 'javascript:alert(1)' }, emails: [] } } };
    const answer = await browser.signIn('github', odd);
    expect(answer).toMatchObject({ status: 200, body: { user: { first_name: 'A', avatar_url: null } } });
    const accounts = await call<{ provider_avatar_url: unknown }[]>(test, 'GET', '/auth/oauth/accounts', undefined, { Authorization: `Bearer ${answer.body.access_token}` });
    expect(accounts.body[0]?.provider_avatar_url).toBeNull();
  });
});

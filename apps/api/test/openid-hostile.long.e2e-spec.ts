import { FakeClock, FakeProvider, type ProviderFaults } from '@authengine/testing';
import { Browser, someone } from './kit/social.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('an OpenID provider of the settings, or somebody in its place, that misbehaves', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock, [], ['gitlab', 'evil']);
  let test: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    test = await createTestApp({ clock, provider, env: { OIDC_GITLAB_TRUST_EMAIL: 'true' } });
  });
  afterAll(() => test.close());
  beforeEach(() => {
    provider.reset();
    // So that no discovery document of an earlier test is known.
    clock.advance({ minutes: 11 });
    browser = new Browser(test, provider);
  });

  const state = (): Promise<unknown> => test.dataSource.query('SELECT (SELECT count(*) FROM users) u, (SELECT count(*) FROM sessions) s, (SELECT count(*) FROM linked_identities) i');
  const seconds = (): number => Math.floor(clock.now().getTime() / 1000);

  /** The refusal after the provider agreed, after making sure that nothing came of the sign-in. */
  async function refusalOf(faults: ProviderFaults): Promise<string> {
    const before = await state();
    const url = await browser.start('gitlab');
    provider.faults = faults;
    const answer = await browser.back(provider.approve(url, someone().person));
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.stringify(answer.body)).not.toMatch(/script|invalid_grant|Error:/);
    expect(await state()).toEqual(before);
    expect(provider.strayed).toEqual([]);
    return `${answer.status} ${answer.body.code ?? ''}`;
  }

  const claims = (changed: Record<string, unknown>): ProviderFaults => ({ claims: changed });
  const hostile: readonly (readonly [string, () => ProviderFaults])[] = [
    ['without a nonce', () => claims({ nonce: undefined })],
    ['with another nonce', () => claims({ nonce: 'A'.repeat(43) })],
    ['with a nonce in a list', () => claims({ nonce: ['x'] })],
    ['without an audience', () => claims({ aud: undefined })],
    ['for another client', () => claims({ aud: 'another-client' })],
    ['for several clients without an authorized party', () => claims({ aud: ['authengine-client', 'another-client'] })],
    ['for another authorized party', () => claims({ azp: 'another-client' })],
    ['without an issuer', () => claims({ iss: undefined })],
    ['of another issuer', () => claims({ iss: `${provider.url}/evil` })],
    ['of an issuer with a slash more', () => claims({ iss: `${provider.url}/gitlab/` })],
    ['without an expiry', () => claims({ exp: undefined })],
    ['that has expired', () => claims({ exp: seconds() - 120 })],
    ['from the future', () => claims({ iat: seconds() + 600 })],
    ['without a time', () => claims({ iat: undefined })],
    ['not good before tomorrow', () => claims({ nbf: seconds() + 86_400 })],
    ...[undefined, null, '', 0, 'null', 'undefined', 'NaN', '[object Object]', ' ', 'x'.repeat(256)].map((sub) => [`with the subject ${String(JSON.stringify(sub)).slice(0, 20)}`, () => claims({ sub })] as const),
    ['without a signature', () => ({ signature: 'none' })],
    ['signed by a stranger with the right key id', () => ({ signature: 'stranger' })],
    ['signed with the public key as a secret', () => ({ signature: 'hmac' })],
    ['of the algorithm nOnE under a true signature', () => ({ header: { alg: 'nOnE' } })],
    ['that says HS256 under a true signature', () => ({ header: { alg: 'HS256' } })],
    ['under the key id of another kind of key', () => ({ header: { kid: 'other' } })],
    ['under an unknown key id', () => ({ header: { kid: 'key-2' } })],
    ['with a critical extension', () => ({ header: { crit: ['x'] } })],
    ['that is missing', () => ({ noIdToken: true })],
    ['beside a userinfo of somebody else', () => ({ userinfo: { status: 200, json: { sub: 'somebody-else' } } })],
  ];
  it.each(hostile)('an id_token %s is refused', async (_, faults) => {
    expect(await refusalOf(faults())).toBe('400 oauth.proof_refused');
  });

  it('HS256 or none in the discovery document make neither good', async () => {
    provider.faults = { metadata: { id_token_signing_alg_values_supported: ['none', 'HS256'] } };
    await browser.start('gitlab');
    for (const signature of ['none', 'hmac'] as const) expect(await refusalOf({ signature })).toMatch(/^400 oauth\.proof_refused|^503/);
  });

  const noAnswer = ['html', 'empty', 'down', 'redirect', 'null', 'huge'] as const;
  it.each(noAnswer)('tokens, keys or userinfo answered with %s are no answer', async (fault) => {
    for (const endpoint of ['token', 'jwks', 'userinfo'] as const) expect([endpoint, await refusalOf({ [endpoint]: fault })]).toEqual([endpoint, expect.stringMatching(/^503 oauth\.provider_unavailable|^400 oauth\.proof_refused/)]);
  });

  it('a code that it does not take is the browser’s to mend, and our own secret is not', async () => {
    expect(await refusalOf({ token: { status: 400, json: { error: 'invalid_grant' } } })).toBe('400 oauth.code_refused');
    expect(await refusalOf({ token: { status: 401, json: { error: 'invalid_client' }, headers: { 'WWW-Authenticate': 'Basic realm="x"' } } })).toBe('503 oauth.provider_unavailable');
  });

  it('userinfo that is refused for good is not needed, and one that is refused for now is', async () => {
    for (const status of [401, 403, 404]) {
      const url = await browser.start('gitlab');
      provider.faults = { userinfo: { status, json: { error: 'no' } } };
      expect((await browser.back(provider.approve(url, someone().person))).status).toBe(200);
    }
    expect(await refusalOf({ userinfo: { status: 429, json: {} } })).toBe('503 oauth.provider_unavailable');
  });

  const metadata: readonly (readonly [string, ProviderFaults])[] = [
    ['another issuer', { metadata: { issuer: 'https://evil.test' } }],
    ['an issuer with a slash more', { metadata: { issuer: 'http://127.0.0.1/gitlab/' } }],
    ['no issuer', { metadata: { issuer: undefined } }],
    ['an issuer that is no URL', { metadata: { issuer: 'x' } }],
    ['an issuer that is a number', { metadata: { issuer: 7 } }],
    ...['authorization_endpoint', 'token_endpoint', 'jwks_uri'].map((name) => [`no ${name}`, { metadata: { [name]: undefined } }] as const),
    ['an authorization endpoint that is a script', { metadata: { authorization_endpoint: 'javascript:alert(1)' } }],
    ['an authorization endpoint that is a list', { metadata: { authorization_endpoint: ['https://evil.test'] } }],
    ...(['html', 'empty', 'down', 'redirect', 'null', 'huge'] as const).map((fault) => [`only ${fault}`, { discovery: fault }] as const),
    ['a 404', { discovery: { status: 404, json: {} } }],
    ['a list', { discovery: { status: 200, json: [] } }],
  ];
  it.each(metadata)('a discovery document with %s begins nothing', async (_, faults) => {
    provider.faults = faults;
    const answer = await browser.get('/api/v1/auth/oauth/gitlab/login');
    expect(answer).toMatchObject({ status: 503, location: '', body: { code: 'oauth.provider_unavailable' } });
    expect(browser.cookie('ae_oauth')).toBe('');
    expect(provider.strayed).toEqual([]);
  });

  it('an answer of one provider is not taken for another’s (mix-up): by its callback, by `iss`, by a missing `iss`', async () => {
    const other = provider.approve(await browser.start('evil'), someone().person);
    other.pathname = other.pathname.replace('evil', 'gitlab');
    expect(await browser.back(other)).toMatchObject({ status: 400, body: { code: 'oauth.invalid_state' } });
    const named = provider.approve(await browser.start('gitlab'), someone().person, { iss: `${provider.url}/evil` });
    expect(await browser.back(named)).toMatchObject({ status: 400, body: { code: 'oauth.proof_refused' } });
    const own = provider.approve(await browser.start('gitlab'), someone().person, { iss: `${provider.url}/gitlab` });
    expect((await browser.back(own)).status).toBe(200);
    clock.advance({ minutes: 11 });
    provider.faults = { metadata: { authorization_response_iss_parameter_supported: true } };
    const unnamed = provider.approve(await browser.start('gitlab'), someone().person);
    expect(await browser.back(unnamed)).toMatchObject({ status: 400, body: { code: 'oauth.proof_refused' } });
    expect(provider.redeemed).toHaveLength(1);
  });

  it('an answer counts once, in the browser that began (replay), however many bring it at once', async () => {
    const back = provider.approve(await browser.start('gitlab'), someone().person);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => browser.back(back)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400]);
    expect(provider.redeemed).toHaveLength(1);
    const stolen = provider.approve(await browser.start('gitlab'), someone().person);
    expect(await new Browser(test, provider).back(stolen)).toMatchObject({ status: 400, body: { code: 'oauth.invalid_state' } });
  });

  it('a key that it took back counts no more at once', async () => {
    expect((await browser.signIn('gitlab', someone())).status).toBe(200);
    expect(await refusalOf({ jwks: { status: 200, json: { keys: [] } } })).toBe('400 oauth.proof_refused');
  });
});

import type * as client from 'openid-client';
import { FakeClock } from '@authengine/testing';
import type { Actor } from './kit/actor.js';
import { mfaPerson, turnOn } from './kit/authenticator.js';
import { addPasskey, beginSignIn } from './kit/passkeys.js';
import { call, logIn, newAddress, PASSWORD, signUp } from './kit/person.js';
import { application, Browser, platformAdmin, redeem, relyingParty, signIn, start, type Page } from './kit/oidc.js';
import { createTestApp, type TestApp } from './test-app.js';

const ONE = 'urn:authengine:acr:1fa';
const TWO = 'urn:authengine:acr:2fa';

describe('an application that wants to be sure who is there', () => {
  const clock = new FakeClock();
  let test: TestApp;
  let admin: Actor;
  let config: client.Configuration;

  beforeAll(async () => {
    test = await createTestApp({ clock, env: { OIDC_ENABLED: 'true', MAX_CONCURRENT_SESSIONS: '100', RATE_LIMIT_PER_MINUTE: '100000' } });
    admin = await platformAdmin(test);
    config = await relyingParty(test, await application(admin));
  });
  beforeEach(() => {
    clock.reset();
  });
  afterAll(() => test.close());

  const errorOf = (page: Page): string | null => page.url.searchParams.get('error');
  const silent = async (browser: Browser, parameters: Record<string, string> = {}): Promise<Page> => browser.open((await start(config, { prompt: 'none', ...parameters })).url);

  it('finds the values of acr_values and prompt in the discovery document', () => {
    expect(config.serverMetadata()).toMatchObject({ acr_values_supported: [ONE, TWO], prompt_values_supported: ['none', 'login', 'consent', 'select_account', 'create'] });
  });

  it('gets the second factor by acr_values from a session that has not shown it, and is told so', async () => {
    const email = await signUp(test);
    const browser = new Browser(test);
    const first = await start(config);
    const before = (await redeem(config, first, (await signIn(browser, first.url, email)).url)).claims()!;
    expect(before).toMatchObject({ amr: ['pwd'], acr: ONE, auth_time: expect.any(Number) as number });
    expect(Math.abs(Number(before.auth_time) - clock.now().getTime() / 1000)).toBeLessThan(30);
    // Without a second factor nothing more can be shown: the application is told what was done.
    const vain = await start(config, { acr_values: TWO });
    expect((await redeem(config, vain, (await browser.open(vain.url)).url)).claims()).toMatchObject({ acr: ONE });

    const { authenticator } = await turnOn(test, (await logIn(test, email)).access_token);
    expect(errorOf(await silent(browser, { acr_values: TWO }))).toBe('login_required');
    const stepUp = await start(config, { acr_values: TWO });
    // Other sessions end when a second factor is set up, so this one begins anew.
    const code = await signIn(browser, stepUp.url, email);
    expect(code.title).toBe('One more step');
    expect((await redeem(config, stepUp, (await code.send({ code: authenticator.next() })).url)).claims()).toMatchObject({ amr: ['pwd', 'otp', 'mfa'], acr: TWO, sub: before.sub });
    expect(errorOf(await silent(browser, { acr_values: TWO }))).toBeNull();
  });

  it('needs nothing more from a session that has shown it', async () => {
    const { email, authenticator } = await mfaPerson(test);
    const browser = new Browser(test);
    const first = await start(config);
    const code = await signIn(browser, first.url, email);
    const tokens = await redeem(config, first, (await code.send({ code: authenticator.next() })).url);
    expect(tokens.claims()).toMatchObject({ amr: ['pwd', 'otp', 'mfa'], acr: TWO });
    const again = await start(config, { acr_values: TWO });
    expect((await redeem(config, again, (await browser.open(again.url)).url)).claims()).toMatchObject({ acr: TWO, auth_time: tokens.claims()?.['auth_time'] });
    const either = await start(config, { acr_values: `${ONE} ${TWO} urn:unknown` });
    expect((await browser.open(either.url)).url.searchParams.get('code')).not.toBeNull();
  });

  it.each([[{}, ['hwk', 'user']], [{ backupEligible: true, backedUp: true }, ['swk', 'user']]])('is told of a passkey as what it is, first or second (%j)', async (deviation, shown) => {
    const { email, tokens } = await mfaPerson(test);
    const { authenticator } = await addPasskey(test, tokens.access_token, deviation);
    const credential = async (): Promise<string> => JSON.stringify(authenticator.get(await beginSignIn(test), deviation));
    const second = await start(config);
    const page = await signIn(new Browser(test), second.url, email);
    expect((await redeem(config, second, (await page.send({ credential: await credential() })).url)).claims()).toMatchObject({ amr: ['pwd', ...shown, 'mfa'], acr: TWO });
    const first = await start(config);
    const begun = await new Browser(test).open(first.url);
    expect((await redeem(config, first, (await begun.send({ email: '', credential: await credential() })).url)).claims()).toMatchObject({ amr: [...shown, 'mfa'], acr: TWO });
  });

  it('leads who has nothing to confirm with to sign in as they came', async () => {
    const email = await signUp(test);
    const browser = new Browser(test);
    const first = await start(config);
    await redeem(config, first, (await signIn(browser, first.url, email)).url);
    await test.dataSource.query('DELETE FROM password_credentials WHERE user_id = (SELECT id FROM users WHERE email = $1)', [email]);
    expect((await browser.open((await start(config, { prompt: 'login' })).url)).title).toBe('Sign in');
  });

  it('asks again after max_age, and auth_time moves on', async () => {
    const email = await signUp(test);
    const browser = new Browser(test);
    const first = await start(config);
    const before = (await redeem(config, first, (await signIn(browser, first.url, email)).url)).claims()!;
    clock.advance({ seconds: 100 });
    expect(errorOf(await silent(browser, { max_age: '3600' }))).toBeNull();
    const young = await start(config, { max_age: '3600' });
    expect((await redeem(config, young, (await browser.open(young.url)).url)).claims()?.auth_time).toBe(before.auth_time);
    expect(errorOf(await silent(browser, { max_age: '60' }))).toBe('login_required');
    const old = await start(config, { max_age: '60' });
    const page = await browser.open(old.url);
    expect(page.title).toBe('Is it you?');
    const after = (await redeem(config, old, (await page.send({ password: PASSWORD })).url)).claims()!;
    expect(after.auth_time).toBeGreaterThanOrEqual(before.auth_time! + 100);
    expect(errorOf(await new Browser(test).open((await start(config, { max_age: 'x' })).url))).toBe('invalid_request');
  });

  it('lets the user go on with the account that is signed in, or with another one', async () => {
    const [email, other] = [await signUp(test), await signUp(test)];
    const browser = new Browser(test);
    const first = await start(config, { prompt: 'select_account' });
    const one = await redeem(config, first, (await signIn(browser, first.url, email)).url);
    const second = await start(config, { prompt: 'select_account' });
    const choice = await browser.open(second.url);
    expect([choice.title, choice.html.includes(email)]).toEqual(['Choose an account', true]);
    expect((await redeem(config, second, (await choice.send({ go_on: 'yes' })).url)).claims()?.sub).toBe(one.claims()?.sub);
    const third = await start(config, { prompt: 'select_account' });
    const login = await (await browser.open(third.url)).send({ other: 'yes' });
    expect(login.title).toBe('Sign in');
    // The library signs the browser out of the first account by a form that sends itself.
    const leaving = await login.send({ email: other, password: PASSWORD });
    const tokens = await redeem(config, third, (await leaving.send({})).url);
    expect(tokens.claims()?.sub).not.toBe(one.claims()?.sub);
    expect(errorOf(await (await browser.open((await start(config, { prompt: 'select_account' })).url)).send({ cancel: 'yes' }))).toBe('access_denied');
  });

  it('may send people to make an account, and goes on with it', async () => {
    const email = newAddress('new');
    const started = await start(config, { prompt: 'create' });
    const browser = new Browser(test);
    const page = await browser.open(started.url);
    expect([page.status, page.title]).toEqual([200, 'Create your account']);
    await page.send({ email, new_password: PASSWORD });
    await call(test, 'POST', '/auth/verify-email', { token: await test.mails.token(email) });
    const back = await (await browser.open('http://auth.test/sign-in')).send({ email, password: PASSWORD });
    expect((await redeem(config, started, back.url)).claims()).toMatchObject({ amr: ['pwd'] });
  });

  it('fills in the address, and is refused what cannot be', async () => {
    const { url } = await start(config, { login_hint: 'ada@people.test', ui_locales: 'de fr', display: 'page' });
    expect((await new Browser(test).open(url)).html).toContain('value="ada@people.test"');
    for (const prompt of ['none login', 'nonsense']) expect(errorOf(await new Browser(test).open((await start(config, { prompt })).url))).toBe('invalid_request');
    for (const prompt of ['none']) expect(errorOf(await new Browser(test).open((await start(config, { prompt })).url))).toBe('login_required');
  });

  it('asks for consent again where it says so', async () => {
    const email = await signUp(test);
    const by = await relyingParty(test, await application(admin, { name: 'Stranger', first_party: false }));
    const browser = new Browser(test);
    await (await signIn(browser, (await start(by)).url, email)).send({ agree: 'yes' });
    expect((await browser.open((await start(by)).url)).url.searchParams.get('code')).not.toBeNull();
    const again = await start(by, { prompt: 'consent', scope: 'openid offline_access' });
    const page = await browser.open(again.url);
    expect(page.title).toBe('Go on to Stranger?');
    expect((await redeem(by, again, (await page.send({ agree: 'yes' })).url)).refresh_token).toBeTruthy();
  });
});

import { FakeClock, FakeProvider } from '@authengine/testing';
import type * as client from 'openid-client';
import type { Actor } from './kit/actor.js';
import { someone } from './kit/social.js';
import { application, Browser, CALLBACK, platformAdmin, redeem, relyingParty, start, type Page, type Started } from './kit/oidc.js';
import { addPasskey, beginSignIn } from './kit/passkeys.js';
import { auditOf, call, logIn, newAddress, PASSWORD, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('signing in on the hosted pages', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  let test: TestApp;
  let admin: Actor;
  let config: client.Configuration;

  beforeAll(async () => {
    test = await createTestApp({ clock, provider, env: { OIDC_ENABLED: 'true', RATE_LIMIT_PER_MINUTE: '100000', MAX_CONCURRENT_SESSIONS: '100' } });
    admin = await platformAdmin(test);
    config = await relyingParty(test, await application(admin));
  });
  afterAll(() => test.close());

  const begun = async (parameters: Record<string, string> = {}): Promise<{ browser: Browser; started: Started; page: Page }> => {
    const browser = new Browser(test);
    const started = await start(config, parameters);
    return { browser, started, page: await browser.open(started.url) };
  };
  const sessionsOf = async (email: string): Promise<number> => (await test.dataSource.query<unknown[]>('SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1 AND s.ended_at IS NULL', [email])).length;
  /** What the script of the link's page does after the click. */
  const confirmLink = async (email: string): Promise<string> => {
    const token = await test.mails.token(email, 'Your link to sign in');
    const answer = await call<{ redirect_to: string }>(test, 'POST', '/auth/magic-link/hand-over', { token });
    return answer.body.redirect_to;
  };

  it('asks for the address first, then for the password, and tells nobody whether there is an account', async () => {
    const email = await signUp(test);
    const steps = async (address: string): Promise<unknown> => {
      const { page } = await begun();
      const second = await page.send({ email: address });
      const link = await second.send({ way: 'link', email: address });
      const wrong = await second.send({ email: address, password: 'not the password' });
      return [second, link, wrong].map(({ status, title, html, error }) => [status, title, error, html.replaceAll(address, '…').replace(/name="seal" value="[^"]*"/g, '')]);
    };
    const unknown = newAddress('nobody');
    expect(await steps(unknown)).toEqual(await steps(email));
    const { page, started } = await begun();
    expect([page.title, page.html.includes('autocomplete="username webauthn"'), page.html.includes('type="password"')]).toEqual(['Sign in', true, false]);
    const second = await page.send({ email });
    expect([second.title, second.html.includes('autocomplete="current-password"'), second.html.includes(`value="${email}" readonly`)]).toEqual(['Enter your password', true, true]);
    const tokens = await redeem(config, started, (await second.send({ email, password: PASSWORD })).url);
    expect(tokens.claims()?.amr).toEqual(['pwd']);
  });

  it('mails a link that comes back into this sign-in', async () => {
    const email = await signUp(test);
    await test.mails.clear();
    const { browser, page, started } = await begun();
    const sent = await (await page.send({ email })).send({ email, way: 'link' });
    expect([sent.status, sent.title]).toEqual([200, 'Look at your mail']);
    const back = await browser.open(await confirmLink(email));
    expect((await redeem(config, started, back.url)).claims()).toMatchObject({ aud: config.clientMetadata().client_id });
    expect(await auditOf(test, { action: 'auth.magic_link.requested', limit: '1' })).toMatchObject([{ status: 'success', metadata: { email, redirect_origin: 'http://auth.test' } }]);
  });

  it('ML-04 a link that was opened in another browser signs nobody in there, and stays good where it was asked for', async () => {
    const email = await signUp(test);
    await test.mails.clear();
    const { browser, page } = await begun();
    await page.send({ email, way: 'link' });
    const target = await confirmLink(email);
    const before = await sessionsOf(email);
    for (const other of [new Browser(test), (await begun()).browser]) {
      const refused = await other.open(target);
      expect([refused.status, refused.title, refused.error]).toEqual([400, 'Sign in', 'Open the link in the browser in which you asked for it, or ask for a new one here.']);
    }
    // Nor where its address is rewritten to be that browser's own.
    const victim = await begun();
    const victims = await signUp(test);
    await victim.page.send({ email: victims, way: 'link' });
    await test.mails.settle();
    const [{ redirect_to: own }] = await test.dataSource.query<[{ redirect_to: string }]>(`SELECT t.payload->>'redirect_to' AS redirect_to FROM one_time_tokens t JOIN users u ON u.id = t.user_id WHERE t.purpose = 'magic-link' AND u.email = $1`, [victims]);
    const rewritten = new URL(target);
    rewritten.searchParams.set('visit', new URL(own).searchParams.get('visit')!);
    expect((await victim.browser.open(rewritten)).error).toBe('The link is not valid, was used already, or has expired. Ask for a new one.');
    expect(await sessionsOf(email)).toBe(before);
    expect((await browser.open(target)).url.href).toContain(CALLBACK);
  });
  it('leads to the configured providers and back into this sign-in', async () => {
    const { browser, page, started } = await begun();
    const href = /href="([^"]*\/google\/login[^"]*)"/.exec(page.html)?.[1]?.replaceAll('&#38;', '&') ?? '';
    expect(page.html).toContain('Continue with GitHub');
    const person = someone();
    const away = await browser.open(new URL(href, page.url));
    const back = await browser.open(provider.approve(away.url.href, person.person));
    expect((await redeem(config, started, back.url)).claims()).toMatchObject({ iss: 'http://auth.test' });
  });

  it('OC-02 what another browser brought back from a provider signs nobody in', async () => {
    const attacker = await begun();
    const path = /href="([^"]*\/google\/login[^"]*)"/.exec(attacker.page.html)?.[1]?.replaceAll('&#38;', '&') ?? '';
    const away = await attacker.browser.open(new URL(path, attacker.page.url));
    const callback = provider.approve(away.url.href, someone().person);
    const held = await fetch(test.url + callback.pathname + callback.search, { redirect: 'manual', headers: { cookie: `ae_oauth=${attacker.browser.cookie('ae_oauth') ?? ''}` } });
    const target = held.headers.get('location') ?? '';
    expect(target).toMatch(/^http:\/\/auth\.test\/sign-in\/provider\?code=/);
    const victim = await begun();
    const refused = await victim.browser.open(target);
    expect([refused.status, refused.title, refused.error]).toEqual([400, 'Sign in', 'The sign-in there did not come to an end. Try again, or sign in another way.']);
  });

  it('the page is no place to return to for a sign-in that is not bound to it', async () => {
    const redirect_to = encodeURIComponent('http://auth.test/sign-in/provider');
    expect((await call(test, 'GET', `/auth/oauth/google/login?redirect_to=${redirect_to}`)).body).toMatchObject({ code: 'oauth.challenge_required' });
    for (const other of ['http://auth.test/sign-in/provider/x', 'http://auth.test/sign-in/provider?x=1', 'http://auth.test/', 'http://auth.test.evil.example/sign-in/provider']) {
      expect((await call(test, 'GET', `/auth/oauth/google/login?redirect_to=${encodeURIComponent(other)}&code_challenge=${'x'.repeat(43)}&code_challenge_method=S256`)).body).toMatchObject({ code: 'oauth.redirect_refused' });
    }
  });

  it('says what a provider said', async () => {
    const { browser } = await begun();
    expect((await browser.open(`${test.url}/sign-in/provider?error=access_denied`)).error).toBe('The sign-in there was cancelled. Nothing was changed.');
    expect((await browser.open(`${test.url}/sign-in/provider?error=%3Cscript%3E`)).html).not.toContain('<script>');
  });

  it('is good at its own address: signs in, and says so the next time', async () => {
    const email = await signUp(test);
    const browser = new Browser(test);
    const page = await browser.open(`${test.url}/sign-in`);
    expect([page.status, page.title, page.html.includes('Cancel')]).toEqual([200, 'Sign in', false]);
    const done = await page.send({ email, password: PASSWORD });
    expect([done.url.pathname, done.title, done.html.includes(`You are signed in as ${email}`)]).toEqual(['/sign-in', 'You are signed in', true]);
    expect(await sessionsOf(email)).toBe(1);
    // An application that asks next needs no sign-in, and it is the same session.
    const started = await start(config);
    const tokens = await redeem(config, started, (await browser.open(started.url)).url);
    expect(tokens.claims()?.amr).toEqual(['pwd']);
    expect(await sessionsOf(email)).toBe(1);
    const out = await browser.open(`${test.url}/sign-out`);
    expect(out.title).toBe('Sign out?');
    await out.send({ logout: 'yes' });
    expect(await sessionsOf(email)).toBe(0);
    expect((await browser.open(`${test.url}/sign-in`)).title).toBe('Sign in');
  });

  it('SE-01 SE-16 a browser gets a new value in its cookie with each sign-in, and one that it brings is not taken', async () => {
    const [one, other] = [await signUp(test), await signUp(test)];
    const browser = new Browser(test);
    await (await browser.open(`${test.url}/sign-in`)).send({ email: one, password: PASSWORD });
    const first = browser.cookie('ae_oidc_session');
    // A form of before that is sent once more by whoever sits there now.
    const page = await new Browser(test).open(`${test.url}/sign-in`);
    const secret = /ae_page=([\w-]+)/.exec(page.headers.get('set-cookie') ?? '')?.[1] ?? '';
    const answer = await fetch(`${test.url}/sign-in`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: `ae_page=${secret}; ae_oidc_session=${first ?? ''}; ae_oidc_session.sig=${browser.cookie('ae_oidc_session.sig') ?? ''}` }, body: new URLSearchParams({ ...page.hidden(), email: other, password: PASSWORD }).toString() });
    expect(answer.status).toBe(303);
    const second = /ae_oidc_session=([\w-]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1];
    expect(second).toBeDefined();
    expect(second).not.toBe(first);
    expect([await sessionsOf(one), await sessionsOf(other)]).toEqual([0, 1]);
    const fixed = await fetch(`${test.url}/sign-in`, { headers: { cookie: 'ae_oidc_session=chosen-by-somebody' } });
    expect(await fixed.text()).not.toContain('You are signed in');
  });

  it('HT-06 a form is taken from its own page alone', async () => {
    const email = await signUp(test);
    const browser = new Browser(test);
    const page = await browser.open(`${test.url}/sign-in`);
    const fields = { email, password: PASSWORD };
    const post = async (cookie: string, body: Record<string, string>, headers: Record<string, string> = {}): Promise<number> => (await fetch(`${test.url}/sign-in`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded', cookie, ...headers }, body: new URLSearchParams(body).toString() })).status;
    const cookie = `ae_page=${browser.cookie('ae_page') ?? ''}`;
    expect(await post('', { ...page.hidden(), ...fields })).toBe(400);
    expect(await post(cookie, fields)).toBe(400);
    expect(await post(cookie, { ...fields, seal: 'x'.repeat(43) })).toBe(400);
    expect(await post(`ae_page=${'y'.repeat(43)}`, { ...page.hidden(), ...fields })).toBe(400);
    for (const site of ['cross-site', 'same-site', 'none']) expect(await post(cookie, { ...page.hidden(), ...fields }, { 'sec-fetch-site': site })).toBe(400);
    expect(await sessionsOf(email)).toBe(0);
    expect(await post(cookie, { ...page.hidden(), ...fields }, { 'sec-fetch-site': 'same-origin' })).toBe(303);
  });

  it('HT-11 no page frames it, caches it or lends it a script', async () => {
    for (const { headers, html } of [(await begun()).page, await new Browser(test).open(`${test.url}/sign-in`)]) {
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'.*; script-src 'self'; connect-src 'self'$/);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(html).not.toMatch(/<script(?! src="\/pages\/)|<style| on\w+=| style=/);
    }
  });

  it('HEAD uses nothing up', async () => {
    const email = await signUp(test);
    await test.mails.clear();
    const { browser, page } = await begun();
    await page.send({ email, way: 'link' });
    const target = new URL(await confirmLink(email));
    const cookie = ['ae_oidc_interaction', 'ae_oidc_interaction.sig'].map((name) => `${name}=${browser.cookie(name) ?? ''}`).join('; ');
    for (const method of ['HEAD', 'OPTIONS']) await fetch(test.url + target.pathname + target.search, { method, headers: { cookie } });
    expect((await browser.open(target)).url.href).toContain(CALLBACK);
  });

  it('takes a passkey instead of everything else, once', async () => {
    const email = await signUp(test);
    const { authenticator } = await addPasskey(test, (await logIn(test, email)).access_token);
    const { page, started } = await begun();
    expect(page.html).toContain('data-passkey="/api/v1/auth/webauthn/authenticate/begin"');
    const credential = JSON.stringify(authenticator.get(await beginSignIn(test)));
    const tokens = await redeem(config, started, (await page.send({ email: '', credential })).url);
    expect(tokens.claims()?.amr).toEqual(expect.arrayContaining(['mfa']));
    const again = await (await begun()).page.send({ credential });
    expect([again.status, again.title, again.error]).toEqual([401, 'Sign in', 'The passkey was not accepted. Try again, or sign in another way.']);
    expect((await (await begun()).page.send({ credential: '{"type":"public-key"' })).status).toBe(401);
  });
});

describe('signing in at the page’s own address over TLS', () => {
  it('is kept in a cookie that no other host of the domain can set', async () => {
    const test = await createTestApp({ env: { OIDC_ENABLED: 'true', APP_URL: 'https://auth.test' } });
    try {
      const email = await signUp(test);
      const browser = new Browser(test);
      const page = await browser.open('https://auth.test/sign-in');
      expect(browser.cookie('__Host-ae_page')).toBeDefined();
      const done = await page.send({ email, password: PASSWORD });
      expect([done.title, browser.cookie('ae_oidc_session')]).toEqual(['You are signed in', undefined]);
      expect(browser.cookie('__Host-ae_oidc_session')).toBeDefined();
    } finally {
      await test.close();
    }
  });
});

import type * as client from 'openid-client';
import { application, Browser, platformAdmin, redeem, relyingParty, start } from './kit/oidc.js';
import { auditOf, call, logIn, newAddress, PASSWORD, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const NEW_PASSWORD = 'nine otters under the bridge';

describe('accounts on the hosted pages', () => {
  let test: TestApp;
  let config: client.Configuration;

  beforeAll(async () => {
    test = await createTestApp({ env: { OIDC_ENABLED: 'true', RATE_LIMIT_PER_MINUTE: '200' } });
    config = await relyingParty(test, await application(await platformAdmin(test), { branding: { name: 'The Shop' } }));
  });
  afterAll(() => test.close());

  it('a new person signs up, confirms the address and goes on to the application, in its look and language', async () => {
    const email = newAddress('new');
    const browser = new Browser(test);
    const started = await start(config, { ui_locales: 'de' });
    const signInPage = await browser.open(started.url);
    expect(signInPage.html).toContain('href="/sign-up"');
    const page = await browser.open('http://auth.test/sign-up');
    expect([page.title, page.html.includes('The Shop'), page.html.includes('autocomplete="new-password"'), page.html.includes('autocomplete="username"')]).toEqual(['Konto anlegen', true, true, true]);
    const weak = await page.send({ email, new_password: 'Password123' });
    expect([weak.status, weak.error]).toEqual([400, 'Dieses Passwort ist zu leicht zu erraten, zu kurz oder zu lang. Wählen Sie ein anderes.']);
    const sent = await weak.send({ email, new_password: PASSWORD });
    expect([sent.status, sent.title]).toEqual([200, 'Sehen Sie in Ihre E-Mails']);
    await call(test, 'POST', '/auth/verify-email', { token: await test.mails.token(email) });
    // The page of the link leads on to the sign-in, which is still this one.
    expect((await browser.open('http://auth.test/verify-email')).html).toContain('<a href="/sign-in">');
    const back = await (await browser.open('http://auth.test/sign-in')).send({ email, password: PASSWORD });
    expect((await redeem(config, started, back.url)).claims()?.amr).toEqual(['pwd']);
    expect(await auditOf(test, { action: 'user.registered', limit: '1' })).toMatchObject([{ metadata: { email } }]);
  });

  it('EN-03 EN-04 a taken address and an unknown one get the same pages', async () => {
    const taken = await signUp(test);
    const pages = async (address: string): Promise<unknown> => {
      const browser = new Browser(test);
      const answers = [
        await (await browser.open('http://auth.test/sign-up')).send({ email: address, new_password: NEW_PASSWORD }),
        await (await browser.open('http://auth.test/forgot-password')).send({ email: address }),
      ];
      return answers.map(({ status, html }) => [status, html.replaceAll(address, '…')]);
    };
    expect(await pages(newAddress('nobody'))).toEqual(await pages(taken));
    expect((await logIn(test, taken)).access_token).toBeTruthy();
  });

  it('a forgotten password is set by a mail, and leads back to the sign-in', async () => {
    const email = await signUp(test);
    await test.mails.clear();
    const browser = new Browser(test);
    const page = await browser.open('http://auth.test/forgot-password');
    expect([page.title, (await page.send({ email: 'nobody' })).error]).toEqual(['Choose a new password', 'Enter an e-mail address.']);
    const sent = await page.send({ email });
    expect([sent.status, sent.title, sent.html.includes('<a href="/sign-in">')]).toEqual([200, 'Look at your mail', true]);
    const token = await test.mails.token(email, 'Choose a new password');
    expect((await call(test, 'POST', '/auth/password-reset/confirm', { token, new_password: NEW_PASSWORD })).status).toBe(200);
    expect((await browser.open('http://auth.test/reset-password')).html).toContain('<a href="/sign-in">');
    expect((await (await browser.open('http://auth.test/sign-in')).send({ email, password: NEW_PASSWORD })).title).toBe('You are signed in');
  });

  it.each(['sign-up', 'forgot-password'])('HT-06 HT-11 /%s is framed by nobody, and its form is taken from itself alone', async (path) => {
    const page = await new Browser(test).open(`http://auth.test/${path}`);
    expect(page.headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'");
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.html).not.toMatch(/<script|<style| on\w+=| style=/);
    const email = newAddress();
    const body = new URLSearchParams({ ...page.hidden(), email, new_password: PASSWORD }).toString();
    const answer = await fetch(`${test.url}/${path}`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
    expect([answer.status, (await answer.text()).includes('Go to the sign-in')]).toEqual([400, true]);
    expect((await page.send({ email, new_password: PASSWORD, seal: 'x' })).status).toBe(400);
    await test.mails.settle();
    expect(await test.mails.all(email)).toEqual([]);
  });

  it('an error says what happened, the way back and the id of the request', async () => {
    const page = await new Browser(test).open('http://auth.test/consent');
    expect([page.status, page.title, page.html.includes('<a href="/sign-in">')]).toEqual([400, 'This sign-in cannot go on', true]);
    expect(page.html).toContain(`Request ${page.headers.get('x-request-id') ?? 'none'}`);
  });

  it('BF-04 the forms share the source\'s budget with the API', async () => {
    const browser = new Browser(test);
    let last = await browser.open('http://auth.test/forgot-password');
    const form = last;
    for (let i = 0; i < 220 && last.status !== 429; i += 1) last = await form.send({ email: 'nobody' });
    expect([last.status, last.title, last.html.includes('Wait a little'), last.html.includes('Request ')]).toEqual([429, 'This sign-in cannot go on', true, true]);
    expect(last.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await call(test, 'POST', '/auth/login', { email: newAddress(), password: PASSWORD })).status).toBe(429);
  });
});

describe('a forgotten password without the OpenID provider', () => {
  it('has its page, with no way to a sign-in that is not there', async () => {
    const test = await createTestApp({ env: { OIDC_ENABLED: 'false' } });
    try {
      const email = await signUp(test);
      await test.mails.clear();
      const browser = new Browser(test);
      const page = await browser.open('http://auth.test/forgot-password');
      const sent = await page.send({ email });
      expect([page.status, sent.title, page.html.includes('/sign-in'), sent.html.includes('/sign-in')]).toEqual([200, 'Look at your mail', false, false]);
      expect(await test.mails.token(email, 'Choose a new password')).toBeTruthy();
      expect((await browser.open('http://auth.test/sign-up')).status).toBe(404);
    } finally {
      await test.close();
    }
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { expectClosedPage, inBrowser } from './kit/browser.js';
import { bearer, call, logIn, newAddress, PASSWORD, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

/** A company's application, as far as its address bar goes. */
async function startApplication(): Promise<{ server: Server; origin: string }> {
  const server = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end('<h1>The application</h1>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('the pages that mails link to', () => {
  let test: TestApp;
  let email: string;
  let application: { server: Server; origin: string };

  beforeAll(async () => {
    application = await startApplication();
    test = await createTestApp({ env: { REDIRECT_ALLOWLIST: application.origin, RATE_LIMIT_PER_MINUTE: '100000' } });
  });
  afterAll(async () => {
    await test.close();
    application.server.closeAllConnections();
    await new Promise((resolve) => application.server.close(resolve));
  });
  beforeEach(async () => {
    email = await signUp(test);
    await test.mails.clear();
  });

  const magicToken = async (extra: Record<string, unknown> = {}): Promise<string> => {
    await call(test, 'POST', '/auth/magic-link/request', { email, ...extra });
    return test.mails.token(email, 'Your link to sign in');
  };
  const sessions = async (): Promise<number> =>
    (await test.dataSource.query<unknown[]>('SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1 AND s.ended_at IS NULL', [email])).length;
  const status = async (): Promise<string | undefined> => (await test.dataSource.query<{ status: string }[]>('SELECT status FROM users WHERE email = $1', [email]))[0]?.status;

  it.each(['/verify-email', '/magic-link', '/undo-email-change', '/undo-deletion'])('HT-11 %s lets nothing in or out but its own, and is not kept', async (path) => {
    await expectClosedPage(test.url + path);
  });

  inBrowser((newPage) => {
    let page: Page;
    beforeEach(async () => {
      page = await newPage();
    });

    const click = (name: string): Promise<void> => page.getByRole('button', { name }).click();
    const outcome = (text: string): Promise<void> => page.locator('#outcome', { hasText: text }).waitFor();

    it('ML-01 ML-04 opening the link, scripts and all, signs nobody in; a click on what it says does', async () => {
      const token = await magicToken();
      for (let i = 0; i < 5; i += 1) {
        await page.goto(`${test.url}/magic-link#token=${token}`);
        await page.locator('#text', { hasText: `Sign in as ${email}? The link was asked for` }).waitFor();
        await page.goto('about:blank');
      }
      expect(await sessions()).toBe(0);
      await page.goto(`${test.url}/magic-link#token=${token}`);
      expect(page.url()).toBe(`${test.url}/magic-link`);
      await click('Sign in');
      await outcome('The sign-in is confirmed');
      expect(await sessions()).toBe(1);
    });

    it('goes back to the application that asked, with something good for one sign-in', async () => {
      await page.goto(`${test.url}/magic-link#token=${await magicToken({ redirect_to: `${application.origin}/in?a=1` })}`);
      await click('Sign in');
      await page.waitForURL(`${application.origin}/in?a=1&magic_link_token=*`);
      expect(await sessions()).toBe(0);
      const token = new URL(page.url()).searchParams.get('magic_link_token');
      expect((await call(test, 'POST', '/auth/magic-link/verify', { token })).status).toBe(200);
      expect(await sessions()).toBe(1);
    });

    it.each(['/magic-link', '/undo-deletion'])('%s takes no token that it was not mailed, and says so', async (path) => {
      await page.goto(test.url + path);
      await outcome('This link is not complete');
      expect(await page.getByRole('button').isDisabled()).toBe(true);
      await page.goto('about:blank');
      await page.goto(`${test.url}${path}#token=${'x'.repeat(43)}`);
      if (path !== '/magic-link') await page.getByRole('button').click();
      await outcome('The link is not valid');
      expect(await page.getByRole('button').isDisabled()).toBe(true);
    });

    it('a new address is confirmed, and taken back, by a click each and by nothing less', async () => {
      const { access_token } = await logIn(test, email);
      const next = newAddress('next');
      await call(test, 'POST', '/me/email', { new_email: next, password: PASSWORD }, bearer(access_token));
      const address = async (): Promise<unknown> => (await call(test, 'GET', '/me', undefined, bearer(access_token))).body['email'];
      await page.goto(`${test.url}/verify-email#token=${await test.mails.token(next, 'Confirm your new')}`);
      expect(await address()).toBe(email);
      await click('Confirm my address');
      await outcome('The address is confirmed');
      expect(await address()).toBe(next);
      await page.goto(`${test.url}/undo-email-change#token=${await test.mails.token(email, 'address was changed')}`);
      expect(await address()).toBe(next);
      await click('Restore my address');
      await outcome('Your address is restored');
      expect(await status()).toBe('ACTIVE');
      expect(await address()).toBeUndefined();
    });

    it('an account that is about to be erased is kept by a click, and by nothing less', async () => {
      const { access_token } = await logIn(test, email);
      expect((await call(test, 'DELETE', '/me', undefined, bearer(access_token))).status).toBe(202);
      await page.goto(`${test.url}/undo-deletion#token=${await test.mails.token(email, 'will be deleted')}`);
      expect(await status()).toBe('INACTIVE');
      await click('Keep my account');
      await outcome('Your account stays');
      expect(await status()).toBe('ACTIVE');
    });
  });
});

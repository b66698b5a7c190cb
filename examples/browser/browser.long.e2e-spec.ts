import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser } from '../../apps/api/test/kit/browser.js';
import { mfaPerson } from '../../apps/api/test/kit/authenticator.js';
import { auditOf, introspect, PASSWORD, serviceKey, signUp } from '../../apps/api/test/kit/person.js';
import { createTestApp, freePort, type TestApp } from '../../apps/api/test/test-app.js';

describeInBrowser('the page of the browser example (skipped without Chromium)', () => {
  let test: TestApp;
  let server: ChildProcess;
  let page: Page;
  let context: BrowserContext;
  let browser: Awaited<ReturnType<typeof launchBrowser>>;
  let origin: string;
  let email: string;

  beforeAll(async () => {
    const port = await freePort();
    origin = `http://localhost:${port}`;
    test = await createTestApp({ env: { CORS_ORIGINS: origin } });
    // One site for both: the name that browsers are told, for the address that the service listens on.
    server = spawn(process.execPath, [join(process.cwd(), 'examples/browser/serve.mjs'), String(port), `http://localhost:${test.port}`], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => server.stdout?.once('data', resolve));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill();
    await gone;
    await test.close();
  });
  beforeEach(async () => {
    email = await signUp(test);
    context = await browser.newContext();
    page = await context.newPage();
    await page.goto(origin);
  });
  afterEach(() => context.close());

  const signIn = async (on = page, address = email): Promise<void> => {
    await on.getByLabel('E-mail').fill(address);
    await on.getByLabel('Password').fill(PASSWORD);
    await on.getByRole('button', { name: 'Sign in' }).click();
  };
  const signedIn = (on = page): Promise<void> => on.getByText(`Signed in as ${email}`).waitFor();
  const signedOut = (on = page): Promise<void> => on.getByLabel('Password').waitFor();

  it('signs in, is signed in still when it is opened again, and signs out', async () => {
    await signedOut();
    await signIn();
    await signedIn();
    await page.reload();
    await signedIn();
    await page.getByRole('button', { name: 'Ask again who I am' }).click();
    await page.getByText(`You are ${email}.`).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('Signed out.').waitFor();
    expect(await context.cookies()).toEqual([]);
    await page.reload();
    await signedOut();
  });

  it('SE-15 keeps the refresh token where no script reads it, and no token anywhere else', async () => {
    await signIn();
    await signedIn();
    const cookies = await context.cookies();
    expect(cookies.map(({ path }) => path).sort()).toEqual(['/api/v1/auth/logout', '/api/v1/auth/refresh']);
    for (const cookie of cookies) expect(cookie).toMatchObject({ name: 'ae_refresh', httpOnly: true, sameSite: 'Strict', domain: 'localhost' });
    expect(await page.evaluate('JSON.stringify([document.cookie, localStorage, sessionStorage])')).toBe('["",{},{}]');
  });

  it('refreshes an access token that has expired, in two tabs at once', async () => {
    await signIn();
    await signedIn();
    const other = await context.newPage();
    await other.goto(origin);
    await signedIn(other);
    test.clock.advance({ minutes: 31 });
    await Promise.all([page, other].map((tab) => tab.getByRole('button', { name: 'Ask again who I am' }).click()));
    await Promise.all([page, other].map((tab) => tab.getByText(`You are ${email}.`).waitFor()));
    await Promise.all([page, other].map((tab) => tab.reload()));
    await Promise.all([signedIn(page), signedIn(other)]);
  });

  it('asks for the second factor', async () => {
    const person = await mfaPerson(test);
    email = person.email;
    await signIn();
    await page.getByLabel('Code').fill(person.recoveryCodes[0] ?? '');
    await page.getByRole('button', { name: 'Go on' }).click();
    await signedIn();
    await page.reload();
    await signedIn();
  });

  it('tells what is wrong, and lets somebody try again', async () => {
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill('not this one at all');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('The address or the password is not right').waitFor();
    await signIn();
    await signedIn();
  });

  it('HT-06 a page of another origin neither refreshes nor signs out', async () => {
    const key = await serviceKey(test);
    const answer = page.waitForResponse((response) => response.url().endsWith('/auth/login'));
    await signIn();
    await signedIn();
    const { access_token } = (await (await answer).json()) as { access_token: string };
    // Of the same site, so that the browser sends the cookie along.
    const port = await freePort();
    const strangers = createServer((_, response) => void response.setHeader('Content-Type', 'text/html').end('<p>Hello</p>')).listen(port, 'localhost');
    const stranger = await context.newPage();
    try {
      await stranger.goto(`http://localhost:${port}`);
      for (const [path, action] of [['/auth/refresh', 'auth.session.refresh_refused'], ['/auth/logout', 'auth.session.logged_out']] as const) {
        const ask = `fetch('http://localhost:${test.port}/api/v1${path}', { method: 'POST', mode: 'no-cors', credentials: 'include' }).then(() => 'read', () => 'not read')`;
        expect(await stranger.evaluate(ask)).toBe('not read');
        // Without the cookie both would be 401, which is no denial.
        expect(await auditOf(test, { action, status: 'denied' })).toHaveLength(1);
      }
    } finally {
      strangers.closeAllConnections();
      strangers.close();
    }
    expect((await introspect(test, key, access_token)).body).toMatchObject({ active: true });
    await page.reload();
    await signedIn();
  });
});

import type { Browser, Locator, Page, Request, Response } from 'playwright-core';
import { describeInBrowser, launchBrowser } from './kit/browser.js';
import { logIn, PASSWORD, serviceKey, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

describeInBrowser('Swagger UI in a browser (skipped without Chromium)', () => {
  let test: TestApp;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    test = await createTestApp();
    browser = await launchBrowser();
    // Of a long document Swagger UI shows what is in view: everything is, in a window that is high enough.
    page = await browser.newPage({ viewport: { width: 1280, height: 30_000 } });
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    await page.goto(`${test.url}/docs`);
    await page.locator('.opblock').first().waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await test.close();
  });

  /** Puts the credential where the scheme asks for it, as a person does. */
  const authorize = async (scheme: string, value: string): Promise<void> => {
    await page.locator('.auth-wrapper > .authorize').first().click();
    const form = page.locator('.modal-ux .auth-container', { hasText: `${scheme} ` });
    await form.locator('input').fill(value);
    await form.getByRole('button', { name: 'Apply credentials' }).click();
    await page.locator('.modal-ux .close-modal').click();
  };
  const operation = (method: string, path: string): Locator => page.locator(`.opblock-${method}`, { has: page.locator(`[data-path="/api/v1${path}"]`) });
  /** Opens the operation, tries it out with this body, and hands over what went over the wire and what is shown of it. */
  const tryOut = async (method: string, path: string, body?: unknown): Promise<{ readonly request: Request; readonly response: Response; readonly shown: string }> => {
    const block = operation(method, path);
    await block.locator('.opblock-summary-control').click();
    await block.getByRole('button', { name: 'Try it out' }).click();
    const mediaType = block.locator('.opblock-section-request-body select.content-type');
    if (await mediaType.count()) await mediaType.selectOption('application/json');
    if (body !== undefined) await block.locator('textarea.body-param__text').fill(JSON.stringify(body));
    const answered = page.waitForResponse((response) => new URL(response.url()).pathname === `/api/v1${path}`);
    await block.getByRole('button', { name: 'Execute' }).click();
    const response = await answered;
    const live = block.locator('.live-responses-table .response').first();
    await live.waitFor();
    return { request: response.request(), response, shown: (await live.textContent()) ?? '' };
  };

  it('signs in, and goes through what a bearer token opens', async () => {
    const email = await signUp(test);
    const login = await tryOut('post', '/auth/login', { email, password: PASSWORD });
    expect(login.response.status()).toBe(200);
    const { access_token: token } = (await login.response.json()) as { access_token: string };
    await authorize('bearer', token);
    const me = await tryOut('get', '/me');
    expect(me.response.status()).toBe(200);
    expect(me.shown).toContain(email);
    expect((await me.request.allHeaders())['authorization']).toBe(`Bearer ${token}`);
    const changed = await tryOut('patch', '/me', { first_name: 'Ada' });
    expect(await changed.response.json()).toMatchObject({ first_name: 'Ada' });
  });

  it('sends the bearer token with an invitation too, which is accepted with and without one', async () => {
    const accepted = await tryOut('post', '/auth/invitations/accept', { token: 'x'.repeat(43) });
    expect((await accepted.request.allHeaders())['authorization']).toMatch(/^Bearer /);
    expect(accepted.response.status()).toBe(400);
    expect(accepted.shown).toContain('invitation.invalid');
  });

  it('introspects with an API key', async () => {
    const { access_token: token } = await logIn(test, await signUp(test));
    await authorize('api_key', await serviceKey(test));
    const answer = await tryOut('post', '/auth/introspect', { token });
    expect(answer.response.status()).toBe(200);
    expect(await answer.response.json()).toMatchObject({ active: true });
    expect((await answer.request.allHeaders())['x-api-key']).toMatch(/^ae_sk_/);
  });

  it('lists every method, and asks for nothing that its policy refuses', async () => {
    const tags = await page.locator('.opblock-tag').evaluateAll((headings) => headings.map((heading) => heading.getAttribute('data-tag')));
    expect(tags).toEqual(expect.arrayContaining(['Authentication', 'Magic links', 'Passkeys', 'Passwords', 'Registration', 'Social login']));
    expect(complaints.filter((complaint) => /content security policy|refused to/i.test(complaint))).toEqual([]);
  });
});

import type { Page } from 'playwright-core';
import { attributesOf, expectClosedPage, inBrowser, NEW_PASSWORD_FIELD } from './kit/browser.js';
import { call, logIn, PASSWORD, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const NEW_PASSWORD = 'nine otters under the bridge';

describe('the pages of a new password', () => {
  let test: TestApp;
  let email: string;

  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    email = await signUp(test);
    await test.mails.clear();
  });

  const resetToken = async (): Promise<string> => {
    await call(test, 'POST', '/auth/password-reset/request', { email });
    return test.mails.token(email, 'Choose a new password');
  };
  const logInStatus = async (password: string): Promise<number> => (await call(test, 'POST', '/auth/login', { email, password })).status;

  it.each(['/reset-password', '/not-me'])('HT-11 %s lets nothing in or out but its own, and is not kept', async (path) => {
    const html = await expectClosedPage(test.url + path);
    const inputs = [...html.matchAll(/<input id="(\w+)"/g)].map((match) => match[1]);
    for (const id of inputs) expect(html).toContain(`<label for="${id ?? ''}">`);
    expect(inputs).toEqual(path === '/reset-password' ? ['username', 'new_password', 'confirm_password'] : []);
  });

  it('change nothing for a scanner that opens the link', async () => {
    const token = await resetToken();
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET']) await fetch(`${test.url}/reset-password?token=${token}#token=${token}`, { method });
    expect((await call(test, 'POST', '/auth/password-reset/confirm', { token, new_password: NEW_PASSWORD })).status).toBe(200);
  });

  inBrowser((newPage) => {
    let page: Page;
    beforeEach(async () => {
      page = await newPage();
    });

    const outcome = (text: string): Promise<void> => page.locator('#outcome', { hasText: text }).waitFor();
    const send = async (first: string, second = first): Promise<void> => {
      await page.getByLabel('New password', { exact: true }).fill(first);
      await page.getByLabel('The new password again').fill(second);
      await page.getByRole('button', { name: 'Set the new password' }).click();
    };

    it('a person who was led here by a password manager is mailed a link', async () => {
      await page.goto(`${test.url}/.well-known/change-password`);
      expect(page.url()).toBe(`${test.url}/forgot-password`);
      await page.getByLabel('E-mail address').fill('nobody');
      await page.getByRole('button', { name: 'Send me the link' }).click();
      await outcome('E-mail address');
      await page.getByLabel('E-mail address').fill(email);
      await page.getByRole('button', { name: 'Send me the link' }).click();
      await page.getByRole('heading', { name: 'Look at your mail' }).waitFor();
      expect(await test.mails.token(email, 'Choose a new password')).toBeTruthy();
    });

    it('a person sets a new password, after two mistakes that leave the link good', async () => {
      await page.goto(`${test.url}/reset-password#token=${await resetToken()}`);
      expect(page.url()).toBe(`${test.url}/reset-password`);
      await send('Password123');
      await outcome('is one of the passwords that are guessed first');
      expect(await page.getByLabel('New password', { exact: true }).getAttribute('aria-invalid')).toBe('true');
      await send(NEW_PASSWORD, 'something else entirely');
      await outcome('must be the same');
      await send(NEW_PASSWORD);
      await outcome('The new password is set');
      expect(await page.locator('form').isVisible()).toBe(false);
      expect([await logInStatus(PASSWORD), await logInStatus(NEW_PASSWORD)]).toEqual([401, 200]);
    });

    it('a password manager is told whose password it is, that it is new, and what it may be', async () => {
      await page.goto(`${test.url}/reset-password#token=${await resetToken()}`);
      const username = page.locator('input[autocomplete="username"]');
      await username.waitFor();
      expect(await username.inputValue()).toBe(email);
      expect(await username.isEditable()).toBe(false);
      for (const label of ['New password', 'The new password again']) expect(await attributesOf(page.getByLabel(label, { exact: true }))).toMatchObject(NEW_PASSWORD_FIELD);
      expect(await page.locator('input').evaluateAll((inputs) => inputs.map((input) => input.id))).toEqual(['username', 'new_password', 'confirm_password']);
      await send('short');
      expect(await page.getByLabel('New password', { exact: true }).evaluate((input: { validity: { tooShort: boolean } }) => input.validity.tooShort)).toBe(true);
      await send(NEW_PASSWORD);
      await outcome('The new password is set');
      expect(await username.inputValue()).toBe(email);
    });

    it('a person is told that a link is not valid, and cannot send it again', async () => {
      await page.goto(`${test.url}/reset-password#token=${'x'.repeat(43)}`);
      await send(NEW_PASSWORD);
      await outcome('The link is not valid');
      expect(await page.getByRole('button').isDisabled()).toBe(true);
    });

    it('an owner secures the account by one click, and by nothing less', async () => {
      const tokens = await logIn(test, email);
      await call(test, 'POST', '/auth/password', { current_password: PASSWORD, new_password: NEW_PASSWORD }, { Authorization: `Bearer ${tokens.access_token}` });
      await page.goto(`${test.url}/not-me#token=${await test.mails.token(email, 'password was changed')}`);
      expect(await logInStatus(NEW_PASSWORD)).toBe(200);
      await page.getByRole('button', { name: 'Secure my account' }).click();
      await outcome('Every device is signed out');
      expect(await logInStatus(NEW_PASSWORD)).toBe(401);
      expect(await test.mails.latest(email, 'Choose a new password')).toBeDefined();
    });
  });
});

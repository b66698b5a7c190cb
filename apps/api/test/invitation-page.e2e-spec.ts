import type { TenantId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import type { Page } from 'playwright-core';
import { newActor, type Actor } from './kit/actor.js';
import { attributesOf, expectClosedPage, inBrowser, NEW_PASSWORD_FIELD } from './kit/browser.js';
import { call, logIn, newAddress, PASSWORD, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('the page of an invitation', () => {
  let test: TestApp;
  let owner: Actor;
  let tenant: TenantId;

  beforeAll(async () => {
    test = await createTestApp();
    owner = await newActor(test);
    tenant = await new People(test.dataSource).tenant(owner.id);
  });
  afterAll(() => test.close());

  const invited = async (email: string): Promise<string> => {
    await test.mails.clear();
    await owner.ask('POST', `/tenants/users/${tenant}/users`, { email });
    return test.mails.token(email);
  };
  const isMember = async (email: string): Promise<boolean> => (await owner.ask<object[]>('GET', `/tenants/users/${tenant}/users?q=${email}`)).body.length === 1;

  it('HT-11 lets nothing in or out but its own, is not kept, and changes nothing by being opened', async () => {
    const email = newAddress();
    const token = await invited(email);
    for (const method of ['GET', 'HEAD', 'OPTIONS']) await fetch(`${test.url}/accept-invitation?token=${token}#token=${token}`, { method });
    await expectClosedPage(`${test.url}/accept-invitation`);
    expect(await isMember(email)).toBe(false);
    expect((await call(test, 'POST', '/auth/invitations/accept', { token, password: PASSWORD })).status).toBe(200);
  });

  inBrowser((newPage) => {
    let page: Page;
    beforeEach(async () => {
      page = await newPage();
    });

    const outcome = (text: string): Promise<void> => page.locator('#outcome', { hasText: text }).waitFor();
    const click = (): Promise<void> => page.getByRole('button', { name: 'Accept the invitation' }).click();

    it('a new person chooses a password and is in, after one that will not do', async () => {
      const email = newAddress();
      await page.goto(`${test.url}/accept-invitation#token=${await invited(email)}`);
      expect(page.url()).toBe(`${test.url}/accept-invitation`);
      await click();
      await page.getByLabel('Password').fill('Password123');
      await click();
      await outcome('passwords that are guessed first');
      await page.getByLabel('First name').fill('Grace');
      await page.getByLabel('Password').fill(PASSWORD);
      await click();
      await outcome('You are now a member of A tenant.');
      expect(await isMember(email)).toBe(true);
      expect((await logIn(test, email)).access_token).toBeTruthy();
    });

    it('who has an account signs in to it, and the session that took ends with it', async () => {
      const email = await signUp(test);
      await page.goto(`${test.url}/accept-invitation#token=${await invited(email)}`);
      await click();
      await page.getByLabel('E-mail address').fill(email);
      await page.getByLabel('Password').fill('not this one, surely');
      await click();
      await outcome('not right');
      await page.getByLabel('Password').fill(PASSWORD);
      await click();
      await outcome('You are now a member of A tenant.');
      expect(await isMember(email)).toBe(true);
      expect(await test.dataSource.query('SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1 AND s.ended_at IS NULL', [email])).toEqual([]);
    });

    it('a password manager is told whose the new password is', async () => {
      const email = newAddress();
      await page.goto(`${test.url}/accept-invitation#token=${await invited(email)}`);
      await click();
      const username = page.locator('input[autocomplete="username"]');
      await username.waitFor();
      expect(await username.inputValue()).toBe(email);
      expect(await username.isEditable()).toBe(false);
      expect(await attributesOf(page.getByLabel('Password'))).toMatchObject(NEW_PASSWORD_FIELD);
      await page.getByLabel('Password').fill(PASSWORD);
      await click();
      await outcome('You are now a member of A tenant.');
    });

    it.each([
      ['as it is typed', (email: string) => email],
      ['as other programs write it', (email: string) => email.replace('bücher', 'xn--bcher-kva')],
    ])('the owner of an international address signs in with it %s', async (_, spelling) => {
      const email = await signUp(test, newAddress('üma').replace('people.test', 'bücher.example'));
      await page.goto(`${test.url}/accept-invitation#token=${await invited(email)}`);
      await click();
      const username = page.getByLabel('E-mail address');
      await username.waitFor();
      expect(await username.inputValue()).toBe(email.replace('bücher', 'xn--bcher-kva'));
      expect(await attributesOf(username)).toMatchObject({ type: 'text', inputmode: 'email', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false' });
      await username.fill(spelling(email));
      await page.getByLabel('Password').fill(PASSWORD);
      await click();
      await outcome('You are now a member of A tenant.');
    });

    it('who follows a link that is not valid is told so', async () => {
      await page.goto(`${test.url}/accept-invitation#token=${'x'.repeat(43)}`);
      await click();
      await outcome('The invitation is not valid');
      expect(await page.getByRole('button').isDisabled()).toBe(true);
    });
  });
});

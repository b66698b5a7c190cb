import type { TenantId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import { newActor, type Actor } from './kit/actor.js';
import { describeInBrowser, launchBrowser } from './kit/browser.js';
import { call, newAddress, PASSWORD, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';
import type { Browser, Page } from 'playwright-core';

const LANGUAGES = ['de', 'fr', 'es', 'pt', 'ja', 'zh'];

describeInBrowser('the pages that mails link to, in the language of the reader (skipped without Chromium)', () => {
  let test: TestApp;
  let browser: Browser;
  let owner: Actor;
  let tenant: TenantId;

  beforeAll(async () => {
    test = await createTestApp();
    browser = await launchBrowser();
    owner = await newActor(test);
    tenant = await new People(test.dataSource).tenant(owner.id);
  });
  afterAll(async () => {
    await browser.close();
    await test.close();
  });

  const inLanguage = async (locale: string, work: (page: Page) => Promise<void>): Promise<void> => {
    const context = await browser.newContext({ locale });
    try {
      await work(await context.newPage());
    } finally {
      await context.close();
    }
  };
  const outcome = (page: Page, text: string): Promise<void> => page.locator('#outcome', { hasText: text }).waitFor();

  it('an invitation is accepted in German, from its first word to its last', async () => {
    const email = newAddress();
    await test.mails.clear();
    await owner.ask('POST', `/tenants/users/${tenant}/users`, { email });
    const [{ name = '' } = {}] = await test.dataSource.query<{ name: string }[]>('SELECT name FROM tenants WHERE id = $1', [tenant]);
    await inLanguage('de-DE', async (page) => {
      await page.goto(`${test.url}/accept-invitation#token=${await test.mails.token(email)}`);
      await page.getByRole('button', { name: 'Einladung annehmen' }).click();
      await page.getByText('Wählen Sie ein Passwort für Ihr neues Konto.').waitFor();
      await page.getByLabel('Passwort').fill('password1');
      await page.getByRole('button').click();
      await outcome(page, 'zu leicht zu erraten');
      await page.getByLabel('Passwort').fill(PASSWORD);
      await page.getByRole('button').click();
      await outcome(page, `Sie sind jetzt Mitglied von ${name}.`);
    });
  });

  it('a link asks in German who signs in, from where and with what, and says that it is used', async () => {
    const email = await signUp(test);
    await test.mails.clear();
    await call(test, 'POST', '/auth/magic-link/request', { email });
    const token = await test.mails.token(email);
    await inLanguage('de-DE', async (page) => {
      await page.goto(`${test.url}/magic-link#token=${token}`);
      await page.locator('#text', { hasText: `Als ${email} anmelden?` }).waitFor();
      expect(await page.locator('#text').textContent()).toMatch(/wurde am \d+\. \S+ \d{4} .*\(127\.0\.0\.1, .+\) angefordert/);
      await page.getByRole('button', { name: 'Anmelden' }).click();
      await page.locator('#outcome:not(:empty)').waitFor();
      await page.goto('about:blank');
      await page.goto(`${test.url}/magic-link#token=${token}`);
      await outcome(page, 'Der Link gilt nicht');
    });
  });

  it.each(LANGUAGES)('what is asked for on the pages has no word of English (%s)', async (language) => {
    await inLanguage(language, async (page) => {
      for (const path of ['accept-invitation', 'verify-email', 'reset-password', 'magic-link', 'not-me', 'undo-email-change', 'undo-deletion']) {
        await page.goto('about:blank');
        await page.goto(`${test.url}/${path}#token=${'x'.repeat(43)}`);
        expect([path, await page.locator('html').getAttribute('lang')]).toEqual([path, language]);
        const button = page.getByRole('button');
        if (path !== 'magic-link') {
          for (const field of await page.locator('input[type=password]').all()) await field.fill(PASSWORD);
          await button.click();
        }
        await page.locator('#outcome:not(:empty)').waitFor();
        expect([path, await page.locator('main').innerText()]).toEqual([path, expect.not.stringMatching(/\b(the|your|is|not|has)\b/i)]);
      }
    });
  });
});

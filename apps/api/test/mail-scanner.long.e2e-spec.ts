import { FakeClock, FakeProvider } from '@authengine/testing';
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchBrowser } from './kit/browser.js';
import { MailScanner } from './kit/mail-scanner.js';
import { NEW_PASSWORD, tokenKinds, type Issued, type TokenKind } from './kit/token-kinds.js';
import { createTestApp, type TestApp } from './test-app.js';

const clock = new FakeClock();
const provider = new FakeProvider(clock);
const unstarted = undefined as unknown as TestApp;
const MAILED = Object.entries(tokenKinds(unstarted, provider)).flatMap(([name, kind]) => (kind.mailed ? [name] : []));

describe('ML-01 a scanner that opens every link of a mail before its reader does', () => {
  let test: TestApp;
  let kinds: Readonly<Record<string, TokenKind>>;
  beforeAll(async () => {
    test = await createTestApp({ clock, provider, env: { RATE_LIMIT_PER_MINUTE: '100000' } });
    kinds = tokenKinds(test, provider);
  });
  afterAll(() => test.close());

  /** A token of the kind with the links of the mail that brought it, the link with the token first. */
  const mailed = async (kind: string, scanner: MailScanner): Promise<Issued & { readonly links: readonly string[]; readonly link: string }> => {
    const issued = await kinds[kind]?.issue();
    if (!issued) throw new Error(`there is no ${kind}`);
    const links = (await test.mails.all()).map((mail) => scanner.linksOf(mail)).find((found) => found.some((link) => link.includes(issued.token))) ?? [];
    return { ...issued, links, link: links.find((link) => link.includes(issued.token)) ?? '' };
  };
  const sessions = (): Promise<unknown> => test.dataSource.query('SELECT id, ended_at FROM sessions ORDER BY id');
  const accounts = (): Promise<unknown> => test.dataSource.query('SELECT id, version, status, email FROM users ORDER BY id');

  it.each(MAILED)('takes nothing from the mail of %s', async (kind) => {
    const scanner = new MailScanner(test, undefined);
    const { links, link, redeem } = await mailed(kind, scanner);
    expect(link).toMatch(new RegExp(`^${test.url}/[a-z-]+#token=`));
    expect(links.filter((other) => other.includes('/api/'))).toEqual([]);
    const before = [await sessions(), await accounts()];
    await scanner.scan(links);
    expect([await sessions(), await accounts()]).toEqual(before);
    expect((await redeem()).status).toBe(200);
  });

  describeInBrowser('in a browser, scripts and all (skipped without Chromium)', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());

    /** A reader: clicks what there is to click, and fills in a password where one is asked for. */
    const click = async (link: string, cookie: Issued['cookie']): Promise<string> => {
      const page = await browser.newPage();
      if (cookie) await page.context().addCookies([{ ...cookie, url: test.url }]);
      await page.goto(link);
      for (let i = 0; i < 2 && (await page.locator('form').isVisible()); i += 1) {
        for (const field of await page.locator('input[type=password]:visible').all()) await field.fill(NEW_PASSWORD);
        const answered = page.waitForResponse((response) => response.request().method() === 'POST' && !response.url().endsWith('/preview'));
        await page.locator('button[type=submit]:not([disabled])').click();
        await answered;
        // Done, or asked for more: the button works again.
        await page.locator('form[hidden], button[type=submit]:not([disabled])').waitFor({ state: 'attached' });
      }
      const said = `${(await page.locator('#outcome[data-failed]').count()) > 0 ? 'failed: ' : ''}${(await page.locator('#outcome').textContent()) ?? ''}`;
      await page.close();
      return said;
    };

    it.each(MAILED)('leaves the click in the mail of %s to its reader', async (kind) => {
      const scanner = new MailScanner(test, browser);
      const { links, link, redeem, cookie } = await mailed(kind, scanner);
      const before = [await sessions(), await accounts()];
      await scanner.scan(links);
      expect([await sessions(), await accounts()]).toEqual(before);
      expect(await click(link, cookie)).not.toMatch(/^failed|^$/);
      expect((await redeem()).status).toBe(400);
    });
  });
});

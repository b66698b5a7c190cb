import { existsSync } from 'node:fs';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';

/** As Debian has it. The one without a window shows the same pages and takes half of the CPU. */
const CHROMIUM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync);

/** For what a real browser shows; where there is none, these tests count as skipped. */
export const describeInBrowser = CHROMIUM === undefined ? describe.skip : describe;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
}

/** Tests that open pages; each page goes with its test. */
export function inBrowser(tests: (newPage: () => Promise<Page>) => void): void {
  describeInBrowser('in a browser (skipped without Chromium)', () => {
    const opened: Page[] = [];
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchBrowser();
    }, 60_000);
    afterAll(() => browser.close());
    afterEach(() => Promise.all(opened.splice(0).map((page) => page.close())));
    tests(async () => {
      const page = await browser.newPage();
      opened.push(page);
      return page;
    });
  });
}

/** What a field for a new password tells password managers and browsers. */
export const NEW_PASSWORD_FIELD = { type: 'password', autocomplete: 'new-password', minlength: '8', passwordrules: 'minlength: 8; maxlength: 128; allowed: ascii-printable;' };

export function attributesOf(field: Locator): Promise<Record<string, string>> {
  return field.evaluate((element: { attributes: Iterable<{ name: string; value: string }> }) => Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])));
}

/** What every hosted page promises (HT-11): it lets nothing in or out but its own, and is not kept. Gives its HTML. */
export async function expectClosedPage(url: string): Promise<string> {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none';.*frame-ancestors 'none'/);
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const html = await response.text();
  expect(html).not.toMatch(/<script(?! src)|<style| on\w+=| style=/);
  return html;
}

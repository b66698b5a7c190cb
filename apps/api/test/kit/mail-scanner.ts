import { setTimeout as after } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import type { TestApp } from '../test-app.js';

const VISITS = 5;
/** Long enough for what a page does by itself. */
const LOOKS_MS = 150;

/**
 * What stands between a mail and its reader: opens every link of it several times, by every harmless
 * method, as it is and as a careless rewriter leaves it, and, with a browser, scripts and all.
 */
export class MailScanner {
  constructor(
    private readonly test: Pick<TestApp, 'url' | 'settings' | 'mails'>,
    private readonly browser: Browser | undefined,
  ) {}

  /** The links of a mail, text and HTML, at the server under test. */
  linksOf({ text, html }: { readonly text: string; readonly html: string }): string[] {
    const found = [...text.matchAll(/https?:\/\/\S+/g), ...html.matchAll(/(?:href|src|action)="([^"]+)"/g)].map((match) => (match[1] ?? match[0]).replaceAll('&amp;', '&'));
    return [...new Set(found)].map((link) => link.replace(this.test.settings.values.APP_URL, this.test.url));
  }

  async scan(links: readonly string[]): Promise<void> {
    for (const link of links) {
      const token = new URLSearchParams(new URL(link).hash.slice(1)).get('token') ?? '';
      const rewritten = `${link.split('#')[0] ?? ''}?token=${token}`;
      for (let i = 0; i < VISITS; i += 1) {
        for (const method of ['GET', 'HEAD', 'OPTIONS']) {
          for (const url of [link, rewritten, link.replace('#', '%23')]) await (await fetch(url, { method, redirect: 'follow' })).arrayBuffer();
        }
      }
      await this.render(link);
    }
  }

  private async render(link: string): Promise<void> {
    if (!this.browser) return;
    const page = await this.browser.newPage();
    for (let i = 0; i < VISITS; i += 1) {
      await page.goto(link, { waitUntil: 'load' });
      await page.mouse.move(100 + i, 100);
      await after(LOOKS_MS);
      await page.goto('about:blank');
    }
    await page.close();
  }
}

import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { Page } from 'playwright-core';
import { inBrowser } from '../../../apps/api/test/kit/browser.js';
import { application, platformAdmin } from '../../../apps/api/test/kit/oidc.js';
import { signUp } from '../../../apps/api/test/kit/person.js';
import { signInOnPage } from '../../../apps/api/test/kit/relying-parties/sign-in-form.js';
import { createTestApp, freePort, type TestApp } from '../../../apps/api/test/test-app.js';

const HERE = 'examples/sign-in/oidc-client-ts';

inBrowser((newPage) => {
  describe('a page with oidc-client-ts', () => {
    let hub: TestApp;
    let server: Server;
    let url: string;
    let page: Page;
    let faults: string[];

    beforeAll(async () => {
      const [hubPort, port] = [await freePort(), await freePort()];
      const issuer = `http://localhost:${hubPort}`;
      url = `http://127.0.0.1:${port}`;
      hub = await createTestApp({ port: hubPort, env: { OIDC_ENABLED: 'true', APP_URL: issuer } });
      const { id } = await application(await platformAdmin(hub), { type: 'spa', redirect_uris: [`${url}/callback`], post_logout_redirect_uris: [`${url}/`] });
      const html = readFileSync(`${HERE}/index.html`, 'utf8');
      const files: Record<string, readonly [string, string]> = {
        '/settings.json': ['application/json', JSON.stringify({ authority: issuer, clientId: id })],
        '/shop.js': ['text/javascript', readFileSync(`${HERE}/shop.js`, 'utf8')],
        '/oidc-client-ts.min.js': ['text/javascript', readFileSync('node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js', 'utf8')],
      };
      server = createServer((request, response) => {
        const [type, text] = files[request.url ?? ''] ?? ['text/html', html];
        response.setHeader('Content-Type', `${type}; charset=utf-8`).end(text);
      });
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    });
    afterAll(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await hub.close();
    });
    beforeEach(async () => {
      page = await newPage();
      faults = [];
      page.on('pageerror', (error) => faults.push(error.message));
    });

    async function signIn(): Promise<string> {
      const email = await signUp(hub);
      await page.goto(url);
      await page.getByText('Signed out.').waitFor();
      await page.click('#sign-in');
      await signInOnPage(page, email);
      await page.getByText('Signed in as').waitFor();
      return email;
    }

    async function answerTo(button: string, expected: RegExp): Promise<Record<string, unknown>> {
      await page.click(button);
      await page.locator('#answer').filter({ hasText: expected }).waitFor();
      return JSON.parse((await page.textContent('#answer')) ?? '') as Record<string, unknown>;
    }

    it('signs in, asks userinfo, refreshes, and signs out at both', async () => {
      const email = await signIn();
      expect(await answerTo('#userinfo', /status/)).toMatchObject({ status: 200, email, email_verified: true });
      expect(await answerTo('#refresh', /renewed|error/)).toEqual({ renewed: true });
      expect(await answerTo('#userinfo', /status/)).toMatchObject({ status: 200, email });
      await page.click('#sign-out');
      await page.click('button[name=logout]');
      await page.getByText('Signed out.').waitFor();
      await page.click('#sign-in');
      await page.waitForSelector('input[name=email]');
      expect(faults).toEqual([]);
    });

    it('gives its tokens back, which open nothing any more', async () => {
      await signIn();
      expect(await answerTo('#revoke', /opens|error/)).toEqual({ revoked: true, had: 'string', opens: 401 });
    });

    it('signs nobody in by an answer that was not begun here', async () => {
      await page.goto(`${url}/callback?code=stolen&state=stolen`);
      await page.getByText('Signed out.').waitFor();
    });
  });
});

import { inBrowser } from './kit/browser.js';
import { signUp } from './kit/person.js';
import { signInOnPage } from './kit/relying-parties/sign-in-form.js';
import { createTestApp, freePort, type TestApp } from './test-app.js';

inBrowser((newPage) => {
  describe('a newcomer at the demo', () => {
    let test: TestApp;

    beforeAll(async () => {
      const port = await freePort();
      test = await createTestApp({ port, env: { OIDC_ENABLED: 'true', APP_URL: `http://localhost:${port}` } });
    });
    afterAll(() => test.close());

    it('goes from the start page to a sign-in, sees the claims, refreshes, asks who it is, and signs out', async () => {
      const email = await signUp(test);
      const page = await newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
      await page.goto(`${test.settings.values.APP_URL}/`);
      await page.click('text=Demo');
      await page.click('#sign-in');
      await signInOnPage(page, email);
      await page.waitForSelector('text=You are signed in.');
      expect(page.url()).toBe(`${test.settings.values.APP_URL}/demo`);
      expect(JSON.parse((await page.textContent('#claims')) ?? '')).toMatchObject({ iss: test.settings.values.APP_URL, amr: ['pwd'] });
      await page.click('#userinfo');
      await page.waitForSelector('text=What userinfo says');
      expect(JSON.parse((await page.textContent('#answer')) ?? '')).toMatchObject({ email, email_verified: true });
      await page.click('#refresh');
      await page.waitForSelector('text=Refreshed');
      expect(JSON.parse((await page.textContent('#answer')) ?? '')).toMatchObject({ new_access_token: true, new_refresh_token: true });
      await page.reload();
      await page.waitForSelector('text=You are signed in.');
      await page.click('#sign-out');
      await page.click('button[name=logout]');
      await page.waitForSelector('text=You are signed out.');
      await page.click('#sign-in');
      await page.waitForSelector('input[name=email]');
      expect(faults).toEqual([]);
    });

    it('is told what did not work, and stays signed out', async () => {
      const page = await newPage();
      await page.goto(`${test.settings.values.APP_URL}/demo?code=stolen&state=x&iss=${encodeURIComponent(test.settings.values.APP_URL)}`);
      await page.waitForSelector('text=this sign-in was not begun here');
      await page.click('#sign-in');
      await page.click('text=Cancel');
      await page.waitForSelector('text=That did not work');
      expect(await page.isVisible('#signed-in')).toBe(false);
    });
  });
});

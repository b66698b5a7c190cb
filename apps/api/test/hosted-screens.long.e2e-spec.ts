import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { FakeClock, FakeProvider, People } from '@authengine/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { actorOf, type Actor } from './kit/actor.js';
import { mfaPerson } from './kit/authenticator.js';
import { describeInBrowser, launchBrowser } from './kit/browser.js';
import { application, platformAdmin } from './kit/oidc.js';
import { beginRegistration, completeRegistration } from './kit/passkeys.js';
import { bearer, call, logIn, newAddress, PASSWORD, signUp } from './kit/person.js';
import { TcpProxy } from './kit/tcp-proxy.js';
import { createTestApp, type TestApp } from './test-app.js';

const SCREENS = join('docs', 'pages');
/** `npm run docs:pages` takes the pictures anew; otherwise each must be there. */
const TAKES_PICTURES = process.env['TEST_SCREENS'] === 'write';
const SCHEMES = ['light', 'dark'] as const;
const AXE = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');
const SERIOUS = ['serious', 'critical'];

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

describeInBrowser('the hosted pages as people see them (skipped without Chromium)', () => {
  const clock = new FakeClock();
  let proxy: TcpProxy;
  let test: TestApp;
  let admin: Actor;
  let browser: Browser;
  let origin: string;
  let email: string;
  let withCode: string;
  let withLink: string;

  beforeAll(async () => {
    proxy = await TcpProxy.to(0);
    origin = `http://localhost:${proxy.port}`;
    test = await createTestApp({
      clock,
      provider: new FakeProvider(clock),
      env: { OIDC_ENABLED: 'true', APP_URL: origin, APP_NAME: 'Acme', RATE_LIMIT_PER_MINUTE: '100000', MAX_CONCURRENT_SESSIONS: '100', PAGES_PRIVACY_URL: 'https://www.example.com/privacy', PAGES_TERMS_URL: 'https://www.example.com/terms', PAGES_SUPPORT_URL: 'https://www.example.com/help' },
    });
    await proxy.lead(test.port);
    admin = await platformAdmin(test);
    email = await signUp(test, 'ada@example.com');
    withLink = await signUp(test, 'grace@example.com');
    withCode = (await mfaPerson(test)).email;
    browser = await launchBrowser();
    if (TAKES_PICTURES) mkdirSync(SCREENS, { recursive: true });
  });
  afterAll(async () => {
    await browser.close();
    await test.close();
    await proxy.close();
  });

  const authorize = (id: string, parameters: Record<string, string> = {}): string =>
    `${origin}/oauth2/authorize?${new URLSearchParams({ client_id: id, redirect_uri: 'https://shop.example.com/callback', response_type: 'code', scope: 'openid profile email', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256', ...parameters }).toString()}`;
  const heading = (page: Page, name: string): Promise<void> => page.getByRole('heading', { name }).waitFor();
  const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  const toPassword = async (page: Page, url: string, address = email): Promise<void> => {
    await page.goto(url);
    await page.getByLabel('E-mail address').fill(address);
    await press(page, 'Continue');
    await heading(page, 'Enter your password');
  };
  const enter = async (page: Page, url: string, address = email): Promise<void> => {
    await toPassword(page, url, address);
    await page.getByLabel('Password').fill(PASSWORD);
    await press(page, 'Sign in');
  };

  /** Each leads a fresh browser to one page. What the administrator does comes before the clock is put forward. */
  const pages: Record<string, (page: Page) => Promise<void>> = {
    'sign-in': async (page) => {
      await page.goto(authorize((await application(admin)).id));
      await heading(page, 'Sign in');
    },
    'password': async (page) => toPassword(page, authorize((await application(admin)).id)),
    'wrong-password': async (page) => {
      await toPassword(page, `${origin}/sign-in`, 'nobody@example.com');
      await page.getByLabel('Password').fill('not the password');
      await press(page, 'Sign in');
      await page.getByRole('alert').waitFor();
    },
    'second-factor': async (page) => {
      await enter(page, `${origin}/sign-in`, withCode);
      await heading(page, 'One more step');
    },
    'mail-sent': async (page) => {
      await toPassword(page, `${origin}/sign-in`);
      await press(page, 'Mail me a link');
      await heading(page, 'Look at your mail');
    },
    'signed-in': async (page) => {
      await enter(page, `${origin}/sign-in`);
      await heading(page, 'You are signed in');
    },
    'confirm': async (page) => {
      await enter(page, `${origin}/sign-in`);
      await heading(page, 'You are signed in');
      await page.goto(authorize((await application(admin)).id, { prompt: 'login' }));
      await heading(page, 'Is it you?');
    },
    'consent': async (page) => {
      await enter(page, authorize((await application(admin, { name: 'Calendar', first_party: false })).id));
      await heading(page, 'Go on to Calendar?');
    },
    'select-organization': async (page) => {
      const address = await signUp(test);
      const [{ id = '' } = {}] = await test.dataSource.query<{ id: string }[]>('SELECT id FROM users WHERE email = $1', [address]);
      const people = new People(test.dataSource);
      for (const name of ['Globex', 'Initech']) {
        const tenant = await people.tenant();
        await test.dataSource.query('UPDATE tenants SET name = $2 WHERE id = $1', [tenant, name]);
        await people.member(tenant, id as never, 'TENANT_USER');
      }
      await enter(page, authorize((await application(admin)).id, { scope: 'openid organization' }), address);
      await heading(page, 'Choose an organization');
    },
    'select-account': async (page) => {
      await enter(page, `${origin}/sign-in`);
      await heading(page, 'You are signed in');
      await page.goto(authorize((await application(admin)).id, { prompt: 'select_account' }));
      await heading(page, 'Choose an account');
    },
    'device-confirm': async (page) => {
      const { id } = await application(admin, { name: 'Television', type: 'native', redirect_uris: ['com.example.tv:/callback'], post_logout_redirect_uris: [] });
      const asked = await fetch(`${origin}/oauth2/device_authorization`, { method: 'POST', body: new URLSearchParams({ client_id: id, scope: 'openid' }) });
      const { user_code } = (await asked.json()) as { user_code: string };
      await page.goto(`${origin}/device?${new URLSearchParams({ user_code }).toString()}`);
      if (await page.getByRole('heading', { name: 'Connect a device' }).isVisible()) await press(page, 'Continue');
      await heading(page, 'Connect Television?');
    },
    'magic-link': async (page) => {
      // Somebody who is mailed no other link to sign in.
      await call(test, 'POST', '/auth/magic-link/request', { email: withLink });
      await page.goto(`${origin}/magic-link#token=${await test.mails.token(withLink)}`);
      await page.getByText(`Sign in as ${withLink}?`).waitFor();
    },
    'accept-invitation': async (page) => {
      const people = new People(test.dataSource);
      const ownerId = await people.user();
      const tenant = await people.tenant(ownerId);
      const invited = newAddress();
      await (await actorOf(test, ownerId)).ask('POST', `/tenants/users/${tenant}/users`, { email: invited });
      await page.goto(`${origin}/accept-invitation#token=${await test.mails.token(invited)}`);
      await heading(page, 'Accept your invitation');
    },
    'link-account': async (page) => {
      const { access_token } = await logIn(test, email);
      const { body } = await call<{ authorization_url: string }>(test, 'GET', '/auth/oauth/google/link', undefined, { ...bearer(access_token), accept: 'application/json' });
      const to = new URL(body.authorization_url);
      await page.goto(`${origin}${to.pathname}${to.search}`);
      await heading(page, 'Link a Google account');
    },
    'not-me': async (page) => {
      await page.goto(`${origin}/not-me#token=${'x'.repeat(43)}`);
      await heading(page, 'This was not you?');
    },
    'undo-email-change': async (page) => {
      await page.goto(`${origin}/undo-email-change#token=${'x'.repeat(43)}`);
      await heading(page, 'Undo the new address');
    },
    'undo-deletion': async (page) => {
      await page.goto(`${origin}/undo-deletion#token=${'x'.repeat(43)}`);
      await heading(page, 'Keep your account');
    },
    'sign-up': async (page) => {
      await page.goto(`${origin}/sign-up`);
      await heading(page, 'Create your account');
    },
    'forgot-password': async (page) => {
      await page.goto(`${origin}/forgot-password`);
      await heading(page, 'Choose a new password');
    },
    'reset-password': async (page) => {
      await test.mails.clear();
      await call(test, 'POST', '/auth/password-reset/request', { email: withCode });
      await page.goto(`${origin}/reset-password#token=${await test.mails.token(withCode, 'Choose a new password')}`);
      await page.locator('#account').waitFor();
      clock.advance({ minutes: 16 });
    },
    'verify-email': async (page) => {
      await page.goto(`${origin}/verify-email#token=${'x'.repeat(43)}`);
      await heading(page, 'Confirm your address');
    },
    'device': async (page) => {
      await page.goto(`${origin}/device`);
      await heading(page, 'Connect a device');
    },
    'sign-out': async (page) => {
      await enter(page, `${origin}/sign-in`);
      await heading(page, 'You are signed in');
      await page.goto(`${origin}/sign-out`);
      await heading(page, 'Sign out?');
    },
    'signed-out': async (page) => {
      await enter(page, `${origin}/sign-in`);
      await heading(page, 'You are signed in');
      await page.goto(`${origin}/sign-out`);
      await press(page, 'Sign out');
      await heading(page, 'Signed out');
    },
    'error': async (page) => {
      await page.goto(`${origin}/oauth2/authorize?client_id=nobody`);
      await heading(page, 'This sign-in cannot go on');
    },
  };

  const inContext = async (options: Parameters<Browser['newContext']>[0], work: (page: Page, context: BrowserContext) => Promise<void>): Promise<void> => {
    const context = await browser.newContext({ locale: 'en-US', viewport: { width: 400, height: 560 }, ...options });
    try {
      await work(await context.newPage(), context);
    } finally {
      await context.close();
    }
  };
  const faults = async (page: Page): Promise<string[]> => {
    await page.evaluate(AXE);
    const { violations } = await page.evaluate<{ violations: Violation[] }>('axe.run()');
    return violations.filter(({ impact }) => SERIOUS.includes(impact)).map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  };

  it.each(Object.entries(pages).flatMap(([name, open]) => SCHEMES.map((scheme) => [name, scheme, open] as const)))('%s (%s) can be read and used by everybody', async (name, scheme, open) => {
    await inContext({ colorScheme: scheme }, async (page) => {
      await open(page);
      const picture = join(SCREENS, `${name}-${scheme}.png`);
      if (TAKES_PICTURES) writeFileSync(picture, await page.screenshot({ animations: 'disabled', fullPage: true }));
      expect([picture, existsSync(picture)]).toEqual([picture, true]);
      expect(await faults(page)).toEqual([]);
      await page.setViewportSize({ width: 320, height: 560 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
      const dark = await page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
      expect(dark).toBe(scheme === 'dark' ? 'rgb(22, 22, 26)' : 'rgb(255, 255, 255)');
    });
  });

  it('there is no picture of a page that is not there', () => {
    expect(readdirSync(SCREENS).sort()).toEqual(Object.keys(pages).flatMap((name) => SCHEMES.map((scheme) => `${name}-${scheme}.png`)).sort());
  });

  it('a sign-in is done with the keyboard alone, and without JavaScript', async () => {
    await inContext({ javaScriptEnabled: false }, async (page) => {
      await page.goto(`${origin}/sign-in`);
      await page.keyboard.press('Tab');
      await page.keyboard.type(email);
      await page.keyboard.press('Enter');
      await heading(page, 'Enter your password');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.type(PASSWORD);
      await page.keyboard.press('Enter');
      await heading(page, 'You are signed in');
    });
  });

  it('a passkey signs in, from the field of the address or by its button', async () => {
    await inContext({}, async (page, context) => {
      const { access_token } = await logIn(test, email);
      const devices = await context.newCDPSession(page);
      await devices.send('WebAuthn.enable');
      await devices.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
      await page.goto(`${origin}/forgot-password`);
      const options = await beginRegistration(test, access_token);
      const credential = await page.evaluate<unknown>(`navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(${JSON.stringify(options)}) }).then((made) => made.toJSON())`);
      expect((await completeRegistration(test, access_token, credential)).status).toBe(200);
      await page.goto(`${origin}/sign-in`);
      // The browser may offer it at once, as this one's authenticator agrees to everything.
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click({ timeout: 5_000 }).catch(() => undefined);
      await heading(page, 'You are signed in');
    });
  });
});

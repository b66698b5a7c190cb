import type { Browser, CDPSession, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser } from './kit/browser.js';
import { beginRegistration, beginSignIn, completeRegistration, completeSignIn, passkeysOf, removePasskey, type PasskeyView } from './kit/passkeys.js';
import { logIn, signUp, type Tokens } from './kit/person.js';
import type { CredentialJson } from './kit/soft-authenticator.js';
import { createTestApp, type TestApp } from './test-app.js';

const APP_URL = 'http://localhost';

describeInBrowser('passkeys in a browser (skipped without Chromium)', () => {
  let test: TestApp;
  let browser: Browser;
  let page: Page;
  let devices: CDPSession;
  let email: string;
  let tokens: Tokens;

  beforeAll(async () => {
    test = await createTestApp({ env: { APP_URL } });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await test.close();
  });
  beforeEach(async () => {
    email = await signUp(test);
    tokens = await logIn(test, email);
    page = await pageAt(APP_URL);
  });
  afterEach(() => page.close());

  /** One of the service's own pages as the browser sees it at this origin, whatever port the test has. */
  const pageAt = async (origin: string): Promise<Page> => {
    const opened = await browser.newPage();
    await opened.route(`${origin}/**`, async (route) => {
      await route.fulfill({ response: await route.fetch({ url: test.url + new URL(route.request().url()).pathname }) });
    });
    await opened.goto(`${origin}/reset-password`);
    devices = await opened.context().newCDPSession(opened);
    await devices.send('WebAuthn.enable');
    return opened;
  };
  const plugIn = async (options: { readonly isUserVerified?: boolean; readonly defaultBackupEligibility?: boolean } = {}): Promise<string> => {
    const { authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true, ...options },
    });
    return authenticatorId;
  };
  const create = (options: unknown): Promise<CredentialJson> =>
    page.evaluate(`navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(${JSON.stringify(options)}) }).then((credential) => credential.toJSON())`);
  const get = (options: unknown): Promise<CredentialJson> =>
    page.evaluate(`navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(${JSON.stringify(options)}) }).then((credential) => credential.toJSON())`);
  const register = async (): Promise<PasskeyView> => {
    const answer = await completeRegistration(test, tokens.access_token, await create(await beginRegistration(test, tokens.access_token)));
    if (answer.status !== 200) throw new Error(`register/complete answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };

  it('a person registers a passkey, signs in by it again and again, and removes it', async () => {
    await plugIn();
    const passkey = await register();
    expect(passkey).toMatchObject({ transports: ['internal'], backed_up: false });
    for (let i = 0; i < 2; i += 1) {
      expect(await completeSignIn(test, await get(await beginSignIn(test, { email })))).toMatchObject({ status: 200, body: { user: { email, auth_strategies: ['email_password', 'webauthn'] } } });
    }
    expect((await removePasskey(test, tokens.access_token, passkey.id)).status).toBe(204);
    expect(await completeSignIn(test, await get(await beginSignIn(test)))).toMatchObject({ status: 401 });
  });

  it('WA-04 the browser is told to leave out an authenticator that has a passkey already', async () => {
    await plugIn();
    await register();
    await expect(register()).rejects.toThrow(/InvalidStateError|previously registered|already registered/);
    expect(await passkeysOf(test, tokens.access_token)).toHaveLength(1);
  });

  it('WA-06 refuses a copy of a passkey that is behind the other', async () => {
    const first = await plugIn();
    await register();
    const { credentials } = await devices.send('WebAuthn.getCredentials', { authenticatorId: first });
    const [copy] = credentials;
    if (!copy) throw new Error('the authenticator has no credential');
    for (let i = 0; i < 3; i += 1) expect((await completeSignIn(test, await get(await beginSignIn(test)))).status).toBe(200);
    await devices.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: first });
    const second = await plugIn();
    await devices.send('WebAuthn.addCredential', { authenticatorId: second, credential: copy });
    expect(await completeSignIn(test, await get(await beginSignIn(test)))).toMatchObject({ status: 401, body: { code: 'webauthn.not_accepted' } });
  });

  it('WA-03 a page that asks for less gets a passkey without the user verified, which the service refuses', async () => {
    const authenticatorId = await plugIn();
    await register();
    await devices.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    const options = await beginSignIn(test);
    const credential = await get({ ...options, userVerification: 'discouraged' });
    expect(await completeSignIn(test, credential)).toMatchObject({ status: 401, body: { code: 'webauthn.not_accepted' } });
  });

  it('WA-02 a page of another origin cannot use it, and a passkey of its own is none here', async () => {
    await plugIn();
    await register();
    await page.close();
    page = await pageAt('http://evil.localhost');
    await plugIn();
    await expect(get(await beginSignIn(test))).rejects.toThrow(/NotAllowedError|SecurityError/);
    const options = await beginRegistration(test, tokens.access_token);
    const own = { ...options, excludeCredentials: [], rp: { id: 'evil.localhost', name: 'evil' } };
    expect(await completeRegistration(test, tokens.access_token, await create(own))).toMatchObject({ status: 400, body: { code: 'webauthn.registration_refused' } });
  });

  it('takes a passkey that is kept on several devices', async () => {
    await plugIn({ defaultBackupEligibility: true });
    await register();
    expect((await completeSignIn(test, await get(await beginSignIn(test)))).status).toBe(200);
  });
});

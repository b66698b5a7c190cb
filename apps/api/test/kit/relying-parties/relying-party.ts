import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestApp, freePort, type TestApp } from '../../test-app.js';
import { application, platformAdmin } from '../oidc.js';
import { PASSWORD, signUp } from '../person.js';
import type { Program } from '../protected/program.js';
import { WebBrowser, type WebPage } from './web-browser.js';

/** What a program needs that signs people in. */
interface Place {
  readonly port: number;
  /** Its own address: `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** AuthEngine's. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly folder: string;
}

export interface RelyingParty {
  readonly name: string;
  /** Why it cannot be started on this machine. */
  readonly missing: string | undefined;
  /** The path that answers return to. */
  readonly callback: string;
  /** The path that a sign-out returns to. */
  readonly signedOut: string;
  start(place: Place): Promise<Program>;
}

/** The running program and AuthEngine. */
export interface Visit {
  readonly hub: TestApp;
  readonly place: Place;
  readonly callback: string;
  /** A new person, signed in by the form in a new browser. */
  readonly signedIn: (path?: string) => Promise<{ readonly browser: WebBrowser; readonly page: WebPage; readonly email: string }>;
}

/** Starts AuthEngine and a program that signs people in by it, for `tests`. */
export function signsPeopleIn(party: RelyingParty, tests: (visit: () => Visit) => void): void {
  const group = party.missing === undefined ? describe : describe.skip;
  group(`${party.name}${party.missing === undefined ? '' : ` (skipped: ${party.missing})`}`, () => {
    let hub: TestApp;
    let place: Place;
    let program: Program | undefined;

    beforeAll(async () => {
      const [hubPort, port] = [await freePort(), await freePort()];
      const [issuer, url] = [`http://localhost:${hubPort}`, `http://127.0.0.1:${port}`];
      const folder = mkdtempSync(join(tmpdir(), 'authengine-relying-'));
      // Some servers give up root before they read their files.
      chmodSync(folder, 0o711);
      hub = await createTestApp({ port: hubPort, env: { OIDC_ENABLED: 'true', APP_URL: issuer } });
      const { id, client_secret: secret } = await application(await platformAdmin(hub), { name: party.name, redirect_uris: [url + party.callback], post_logout_redirect_uris: [url + party.signedOut] });
      place = { port, url, issuer, folder, clientId: id, clientSecret: secret };
      program = await party.start(place);
    }, 300_000);
    afterAll(async () => {
      await program?.stop();
      await hub.close();
      rmSync(place.folder, { recursive: true, force: true });
    });
    afterEach(() => {
      if (process.env['SHOW_OUTPUT']) process.stdout.write(program?.output() ?? '');
    });

    tests(() => ({
      hub,
      place,
      callback: party.callback,
      signedIn: async (path = '/') => {
        const browser = new WebBrowser();
        const email = await signUp(hub);
        const form = await browser.open(place.url + path);
        if (form.url.href !== `${place.issuer}/sign-in`) throw new Error(`${form.url.href} answered ${form.status} in place of the sign-in: ${form.text.slice(0, 500)}`);
        return { browser, email, page: await form.send({ email, password: PASSWORD }) };
      },
    }));
  });
}

/** What every program of `examples/sign-in` with routes of its own does. */
export function usualVisit(visit: () => Visit): void {
  it('signs in, asks userinfo, refreshes, and signs out at both', async () => {
    const { place, signedIn } = visit();
    const { browser, page, email } = await signedIn();
    expect(page.url.origin + page.url.pathname).toBe(`${place.url}/`);
    expect(page.json()).toMatchObject({ email });
    expect((await browser.open(`${place.url}/userinfo`)).json()).toMatchObject({ email, email_verified: true });
    expect((await browser.open(`${place.url}/refresh`)).json()).toEqual({ renewed: true });
    expect((await browser.open(`${place.url}/userinfo`)).json()).toMatchObject({ email });
    const asked = await browser.open(`${place.url}/logout`);
    expect(asked.url.origin).toBe(place.issuer);
    const done = await asked.send({ logout: 'yes' });
    expect(done.url.href).toBe(`${place.url}/signed-out`);
    expect((await browser.open(`${place.url}/`)).url.href).toBe(`${place.issuer}/sign-in`);
  });

  it('revokes its token, which opens nothing any more', async () => {
    const { place, signedIn } = visit();
    const { browser } = await signedIn();
    expect((await browser.open(`${place.url}/revoke`)).json()).toEqual({ revoked: true });
    expect((await browser.open(`${place.url}/userinfo`)).status).toBe(401);
  });

  it('signs nobody in by an answer that another browser began', async () => {
    const { place, callback } = visit();
    const browser = new WebBrowser();
    expect((await browser.open(`${place.url}${callback}?code=stolen&state=stolen&iss=${encodeURIComponent(place.issuer)}`)).text).not.toContain('"sub"');
    expect((await browser.open(`${place.url}/`)).url.href).toBe(`${place.issuer}/sign-in`);
  });
}

import { FakeClock, FakeProvider, People } from '@authengine/testing';
import type * as client from 'openid-client';
import type { Actor } from './kit/actor.js';
import { application, Browser, platformAdmin, redeem, relyingParty, signIn, start, type Page, type Started } from './kit/oidc.js';
import { call, introspect, PASSWORD, serviceKey, signUp } from './kit/person.js';
import { someone } from './kit/social.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Tab {
  readonly config: client.Configuration;
  readonly started: Started;
  readonly page: Page;
}

describe('a browser with several tabs at the sign-in', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  let test: TestApp;
  let admin: Actor;
  let key: string;
  let shop: client.Configuration;
  let mail: client.Configuration;

  beforeAll(async () => {
    test = await createTestApp({ clock, provider, env: { OIDC_ENABLED: 'true', RATE_LIMIT_PER_MINUTE: '100000', MAX_CONCURRENT_SESSIONS: '100' } });
    admin = await platformAdmin(test);
    key = await serviceKey(test);
    shop = await relyingParty(test, await application(admin, { name: 'Shop' }));
    mail = await relyingParty(test, await application(admin, { name: 'Mail' }));
  });
  afterAll(() => test.close());

  const tab = async (browser: Browser, config: client.Configuration, parameters: Record<string, string> = {}): Promise<Tab> => {
    const started = await start(config, parameters);
    return { config, started, page: await browser.open(started.url) };
  };
  /** The tokens of the tab whose application the browser came to. */
  const arrived = ({ config, started }: Tab, { url }: Page): ReturnType<typeof redeem> => redeem(config, started, url);
  const stands = async (token: string): Promise<unknown> => (await introspect(test, key, token)).body['active'];
  const sessionsOf = async (email: string): Promise<number> => (await test.dataSource.query<unknown[]>('SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1 AND s.ended_at IS NULL', [email])).length;

  it('goes on in each with the application that it was opened for', async () => {
    const [email, browser] = [await signUp(test), new Browser(test)];
    const [first, second] = [await tab(browser, shop), await tab(browser, mail)];
    const password = await first.page.send({ email });
    expect([password.status, password.title]).toEqual([200, 'Enter your password']);
    expect(second.page.html).toContain('Mail');
    expect((await arrived(first, await password.send({ email, password: PASSWORD }))).claims()?.aud).toBe(shop.clientMetadata().client_id);
    expect((await arrived(second, await second.page.send({ email }))).claims()?.aud).toBe(mail.clientMetadata().client_id);
  });

  it('signs a person in once: what the first tab began stands', async () => {
    const [email, browser] = [await signUp(test), new Browser(test)];
    const [first, second] = [await tab(browser, shop), await tab(browser, mail)];
    const begun = await arrived(second, await second.page.send({ email, password: PASSWORD }));
    const after = await arrived(first, await first.page.send({ email: email.toUpperCase(), password: 'whatever' }));
    expect([after.claims()?.sub, await sessionsOf(email), await stands(begun.access_token)]).toEqual([begun.claims()?.sub, 1, true]);
  });

  it('goes back in the tab that is in use', async () => {
    const [email, browser] = [await signUp(test), new Browser(test)];
    const [first] = [await tab(browser, shop), await tab(browser, mail)];
    await first.page.send({ email });
    const back = await browser.open(first.page.url);
    expect((await arrived(first, await back.send({ email, password: PASSWORD }))).claims()?.aud).toBe(shop.clientMetadata().client_id);
  });

  it('goes on to the application that waits once somebody has signed in on the page of their account', async () => {
    const [email, browser] = [await signUp(test), new Browser(test)];
    const own = await browser.open('http://auth.test/sign-in');
    const first = await tab(browser, shop);
    expect((await arrived(first, await own.send({ email, password: PASSWORD }))).claims()?.aud).toBe(shop.clientMetadata().client_id);
    expect([await sessionsOf(email), (await browser.open('http://auth.test/sign-in')).title]).toEqual([1, 'You are signed in']);
  });

  it('lets another account have the first tab, and asks again whoever must prove it again', async () => {
    const [email, other, browser] = [await signUp(test), await signUp(test), new Browser(test)];
    const [first, again, second] = [await tab(browser, shop), await tab(browser, shop, { prompt: 'login' }), await tab(browser, mail)];
    const begun = await arrived(second, await second.page.send({ email, password: PASSWORD }));
    expect((await again.page.send({ email, password: 'whatever' })).title).toBe('Enter your password');
    // The library signs the browser out of the first account by a form that sends itself.
    const leaving = await first.page.send({ email: other, password: PASSWORD });
    expect((await arrived(first, await leaving.send({}))).claims()?.sub).not.toBe(begun.claims()?.sub);
    expect(await stands(begun.access_token)).toBe(false);
  });

  it('takes a mailed link and a provider back to the tab that asked', async () => {
    const [email, browser] = [await signUp(test), new Browser(test)];
    await test.mails.clear();
    const first = await tab(browser, shop);
    await first.page.send({ email, way: 'link' });
    await tab(browser, mail);
    const token = await test.mails.token(email, 'Your link to sign in');
    const target = (await call<{ redirect_to: string }>(test, 'POST', '/auth/magic-link/hand-over', { token })).body.redirect_to;
    expect((await arrived(first, await browser.open(target))).claims()?.aud).toBe(shop.clientMetadata().client_id);

    const next = new Browser(test);
    const asking = await tab(next, shop);
    const path = /href="([^"]*\/google\/login[^"]*)"/.exec(asking.page.html)?.[1]?.replaceAll('&#38;', '&') ?? '';
    const away = await next.open(new URL(path, asking.page.url));
    await tab(next, mail);
    expect((await arrived(asking, await next.open(provider.approve(away.url.href, someone().person)))).claims()?.aud).toBe(shop.clientMetadata().client_id);
  });

  it('keeps the pages after the sign-in apart too', async () => {
    const [email, browser] = [await signUp(test), new Browser(test)];
    await (await browser.open('http://auth.test/sign-in')).send({ email, password: PASSWORD });
    const stranger = await relyingParty(test, await application(admin, { name: 'Stranger', first_party: false }));
    const consent = await tab(browser, stranger);
    expect(consent.page.title).toBe('Go on to Stranger?');
    const people = new People(test.dataSource);
    const [{ id = '' } = {}] = await test.dataSource.query<{ id: string }[]>('SELECT id FROM users WHERE email = $1', [email]);
    const tenants = [await people.tenant(), await people.tenant()];
    for (const one of tenants) await people.member(one, id as never, 'TENANT_USER');
    const choice = await tab(browser, shop, { scope: 'openid organization' });
    expect(choice.page.title).toBe('Choose an organization');
    expect((await arrived(consent, await consent.page.send({ agree: 'yes' }))).claims()?.aud).toBe(stranger.clientMetadata().client_id);
    expect((await arrived(choice, await choice.page.send({ organization: tenants[0]! }))).claims()?.['org_id']).toBe(tenants[0]);
  });

  it('has a cookie that lasts as long as its youngest form', async () => {
    const browser = new Browser(test);
    const cookies = async (): Promise<string[]> => (await browser.open('http://auth.test/sign-in')).headers.getSetCookie().filter((line) => line.startsWith('ae_page='));
    const [first, second] = [await cookies(), await cookies()];
    expect(first).toEqual([expect.stringMatching(/^ae_page=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax$/)]);
    expect(second).toEqual(first);
  });

  it('answers no question of another browser, whatever it is sent', async () => {
    const [attackers, victims] = [new Browser(test), new Browser(test)];
    const [lure, own] = [await tab(attackers, shop), await tab(victims, mail)];
    const email = await signUp(test);
    const seal = lure.page.hidden()['seal']!;
    expect((await own.page.send({ seal, email, password: PASSWORD })).status).toBe(400);
    const [uid, proof] = [seal.split('.')[0]!, own.page.hidden()['seal']!.split('.')[1]!];
    expect((await own.page.send({ seal: `${uid}.${proof}`, email, password: PASSWORD })).status).toBe(400);
    const state = new URL(/href="([^"]*\/google\/login[^"]*)"/.exec(lure.page.html)?.[1]?.replaceAll('&#38;', '&') ?? '', lure.page.url).searchParams.get('state')!;
    expect(state.split('.')[0]).toBe(uid);
    for (const path of [`provider?error=access_denied&state=${state}`, `link?magic_link_token=x&visit=${state}`, `link?magic_link_token=x&visit=${seal}`]) {
      const page = await victims.open(`http://auth.test/sign-in/${path}`);
      expect([page.hidden()['seal']!.split('.')[0], page.html.includes('Mail')]).toEqual([own.page.hidden()['seal']!.split('.')[0], true]);
    }
    expect((await signIn(victims, own.started.url, email)).url.searchParams.get('code')).not.toBeNull();
    expect((await attackers.open(`http://auth.test/oauth2/authorize/${uid}`)).url.searchParams.get('code')).toBeNull();
  });
});

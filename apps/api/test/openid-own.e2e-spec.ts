import { FakeClock, FakeProvider } from '@authengine/testing';
import { auditOf, bearer, call, logIn, signUp } from './kit/person.js';
import * as oidc from './kit/oidc.js';
import { Browser, type BrowserAnswer } from './kit/social.js';
import { createTestApp, freePort, type TestApp } from './test-app.js';

/** One installation is the OpenID provider of another one. */
describe('signing in at one AuthEngine with an account at another', () => {
  const clock = new FakeClock();
  let house: TestApp;
  let shop: TestApp;
  const nobody = new FakeProvider(clock);

  beforeAll(async () => {
    const [port, ownPort] = [await freePort(), await freePort()];
    const [issuer, own] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${ownPort}`];
    house = await createTestApp({ clock, port, env: { OIDC_ENABLED: 'true', APP_URL: issuer } });
    const { id, client_secret: secret } = await oidc.application(await oidc.platformAdmin(house), { redirect_uris: [`${own}/api/v1/auth/oauth/house/callback`], post_logout_redirect_uris: [] });
    shop = await createTestApp({ clock, port: ownPort, env: { APP_URL: own, OIDC_PROVIDERS: 'house', OIDC_HOUSE_NAME: 'The house', OIDC_HOUSE_ISSUER: issuer, OIDC_HOUSE_CLIENT_ID: id, OIDC_HOUSE_CLIENT_SECRET: secret, OIDC_HOUSE_TRUST_EMAIL: 'true' } });
  });
  afterAll(async () => {
    await shop.close();
    await house.close();
  });

  /** The URL at the shop that the house sends the browser back to, once the person has signed in there. */
  async function approved(location: string, email: string): Promise<URL> {
    return (await oidc.signIn(new oidc.Browser(house), new URL(location), email)).url;
  }

  async function signIn(email: string): Promise<BrowserAnswer> {
    const browser = new Browser(shop, nobody);
    return browser.back(await approved(await browser.start('house'), email));
  }

  it('makes an account of the proven address, and finds it again', async () => {
    const email = await signUp(house);
    const first = await signIn(email);
    expect(first).toMatchObject({ status: 200, body: { is_new_user: true, provider: 'house', user: { email, auth_strategies: ['house'] } } });
    expect((await signIn(email)).body).toMatchObject({ is_new_user: false, user: { id: first.body.user.id } });
    const [row] = await shop.dataSource.query<{ issuer: string; subject: string }[]>('SELECT issuer, subject FROM linked_identities WHERE user_id = $1', [first.body.user.id]);
    const [user] = await house.dataSource.query<{ id: string }[]>('SELECT id FROM users WHERE email = $1', [email]);
    expect(row).toEqual({ issuer: house.settings.values.APP_URL, subject: user?.id });
    const [entry] = await auditOf(shop, { action: 'user.registered_by_provider', target_user_id: first.body.user.id });
    expect(entry).toMatchObject({ metadata: { provider: 'house' } });
  });

  it('links to the account of who asked', async () => {
    const [atHouse, atShop] = [await signUp(house), await signUp(shop)];
    const { access_token: token } = await logIn(shop, atShop);
    const browser = new Browser(shop, nobody);
    const asked = await browser.askToLink('house', token);
    const linked = await browser.back(await approved((await browser.back(asked.url!)).location, atHouse));
    expect(linked).toMatchObject({ status: 200, body: { account: { provider: 'house', provider_email: atHouse } } });
    expect((await signIn(atHouse)).body.user).toMatchObject({ email: atShop });
    expect((await call(shop, 'GET', '/auth/oauth/accounts', undefined, bearer(token))).body).toHaveLength(1);
  });

  it('gives up when the person does', async () => {
    const browser = new Browser(shop, nobody);
    const page = await new oidc.Browser(house).open(await browser.start('house'));
    const back = await page.send({ cancel: 'yes' });
    expect(await browser.back(back.url)).toMatchObject({ status: 400, body: { code: 'oauth.access_denied' } });
  });

  it('takes an answer once, and only in the browser that began', async () => {
    const email = await signUp(house);
    const browser = new Browser(shop, nobody);
    const back = await approved(await browser.start('house'), email);
    expect((await new Browser(shop, nobody).back(back)).status).toBe(400);
    const again = await approved(await browser.start('house'), email);
    expect((await browser.back(again)).status).toBe(200);
    expect(await browser.back(again)).toMatchObject({ status: 400, body: { code: 'oauth.invalid_state' } });
  });
});

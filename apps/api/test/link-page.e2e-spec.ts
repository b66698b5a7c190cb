import { FakeClock, FakeProvider } from '@authengine/testing';
import type { Page } from 'playwright-core';
import { inBrowser } from './kit/browser.js';
import { auditOf, bearer, call, logIn, signUp } from './kit/person.js';
import { Browser, someone, type BrowserAnswer } from './kit/social.js';
import { createTestApp, type TestApp } from './test-app.js';

/** What a browser sends with every navigation. */
const NAVIGATION = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)', 'upgrade-insecure-requests': '1' };
/** A link in a mail program; a host of the same domain that hides itself; a browser that does not know Fetch Metadata. */
const UNTOLD: Record<string, string>[] = [{ ...NAVIGATION, 'sec-fetch-site': 'none' }, { ...NAVIGATION, 'sec-fetch-site': 'same-site' }, NAVIGATION];

const htmlOf = ({ body }: BrowserAnswer): string => body as unknown as string;

/** Whoever hands their ticket to somebody else gets nothing linked but by a click of that person, who sees whose account it is. */
describe('OC-12 a link that nothing tells the sender of', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  let test: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    test = await createTestApp({ clock, provider, env: { RATE_LIMIT_PER_MINUTE: '100000', REDIRECT_ALLOWLIST: 'https://app.example.com' } });
  });
  afterAll(() => test.close());
  beforeEach(() => {
    provider.reset();
    clock.reset();
    browser = new Browser(test, provider);
  });

  const ask = async (): Promise<{ path: string; ticket: string; email: string; token: string }> => {
    const email = await signUp(test);
    const { access_token: token } = await logIn(test, email);
    const { url } = await browser.askToLink('google', token);
    return { path: `${url?.pathname ?? ''}${url?.search ?? ''}`, ticket: url?.searchParams.get('ticket') ?? '', email, token };
  };
  const accounts = async (token: string): Promise<unknown[]> => (await call<unknown[]>(test, 'GET', '/auth/oauth/accounts', undefined, bearer(token))).body;
  const post = (ticket: string, headers: Record<string, string>): Promise<Response> =>
    fetch(`${test.url}/api/v1/auth/oauth/google/link/start`, { method: 'POST', redirect: 'manual', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify({ ticket }) });

  it.each(UNTOLD)('is answered a page that asks, and nothing is used up or begun: %j', async (headers) => {
    const { path, email, token } = await ask();
    for (let i = 0; i < 3; i += 1) {
      const answer = await browser.get(path, headers);
      expect(answer).toMatchObject({ status: 200, location: '' });
      expect(answer.headers.get('set-cookie')).toBeNull();
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(htmlOf(answer)).toContain(`the account ${email} here`);
      expect(htmlOf(answer)).toContain('Go on to Google');
    }
    const { body: me } = await call(test, 'GET', '/me', undefined, bearer(token));
    expect(await auditOf(test, { action: 'user.identity.link_opened', actor_id: String(me['id']) })).toEqual([]);
    expect(await auditOf(test, { action: 'user.identity.link_asked', target_user_id: String(me['id']) })).toHaveLength(3);
    expect((await browser.get(path)).location).toContain(`${provider.url}/google/authorize?`);
    expect(await browser.get(path, headers)).toMatchObject({ status: 400, body: { code: 'oauth.link_refused' } });
  });

  it('is closed in by what every hosted page promises', async () => {
    const { path } = await ask();
    const answer = await browser.get(path, UNTOLD[0]);
    const { status, headers } = answer;
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none';.*frame-ancestors 'none'/);
    expect(headers.get('x-frame-options')).toMatch(/deny/i);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(htmlOf(answer)).not.toMatch(/<script(?! src)|<style| on\w+=| style=/);
  });

  it('keeps its ticket from a HEAD', async () => {
    const { path, ticket } = await ask();
    for (const headers of [...UNTOLD, {}]) expect((await fetch(`${test.url}${path}`, { method: 'HEAD', redirect: 'manual', headers })).headers.get('set-cookie')).toBeNull();
    expect((await post(ticket, { origin: 'http://auth.test' })).status).toBe(303);
  });

  it('goes on by a POST of the page itself alone', async () => {
    const { ticket } = await ask();
    for (const headers of [{}, { origin: 'https://evil.test' }, { origin: 'null' }, { origin: 'https://app.example.com' }, { 'sec-fetch-site': 'same-site' }, { 'sec-fetch-site': 'cross-site', origin: 'http://auth.test' }] as Record<string, string>[]) {
      const refused = await post(ticket, headers);
      expect(refused.status).toBe(400);
      expect(refused.headers.get('set-cookie')).toBeNull();
      expect(await refused.json()).toMatchObject({ code: 'oauth.link_refused' });
    }
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(ticket, { 'sec-fetch-site': 'same-origin', accept: 'application/json' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(400)]);
    const won = answers.find(({ status }) => status === 200);
    expect(won?.headers.get('set-cookie')).toContain('ae_oauth=');
    expect(await won?.json()).toEqual({ authorization_url: expect.stringContaining(`${provider.url}/google/authorize?`) as string });
    expect((await fetch(`${test.url}/api/v1/auth/oauth/google/link/start`, { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' }, body: new URLSearchParams({ ticket }) })).status).toBe(415);
  });

  it('goes straight on with the access token of the session that asked, and of no other', async () => {
    const mine = await ask();
    const theirs = await ask();
    expect((await browser.get(mine.path, { ...NAVIGATION, ...bearer(theirs.token) })).status).toBe(200);
    expect((await browser.get(mine.path, { ...NAVIGATION, ...bearer((await logIn(test, mine.email)).access_token) })).status).toBe(200);
    expect((await browser.get(mine.path, { ...NAVIGATION, ...bearer('nonsense') })).status).toBe(200);
    expect((await browser.get(mine.path, { ...NAVIGATION, ...bearer(mine.token) })).location).toContain(provider.url);
    const followed = await fetch(`${test.url}/api/v1/auth/oauth/google/link`, { redirect: 'manual', headers: { accept: 'text/html', ...bearer(theirs.token) } });
    const start = new URL(followed.headers.get('location') ?? 'http://nowhere.test');
    expect((await browser.get(start.pathname + start.search, { accept: 'text/html', ...bearer(theirs.token) })).status).toBe(302);
  });

  it('tells no name that its owner chose of an account without an address', async () => {
    const { body } = await browser.signIn('microsoft', someone());
    const { url } = await browser.askToLink('google', body.access_token);
    const page = await browser.get(`${url?.pathname ?? ''}${url?.search ?? ''}`, UNTOLD[0]);
    expect(htmlOf(page)).toContain('an account here that has no e-mail address yet');
    expect(htmlOf(page)).not.toMatch(/Ada|social/);
  });

  inBrowser((newPage) => {
    const leave = async (page: Page): Promise<string> => {
      await page.route(`${provider.url}/**`, (route) => route.fulfill({ contentType: 'text/html', body: 'Which account?' }));
      await page.locator('button').click();
      await page.waitForURL(`${provider.url}/**`);
      return page.url();
    };

    it('asks whoever opens it as from a mail, and links after the click', async () => {
      const { path, email, token } = await ask();
      const page = await newPage();
      await page.goto(test.url + path);
      expect(await page.locator('#text').textContent()).toContain(email);
      expect(page.url()).toBe(`${test.url}${path.split('?')[0] ?? ''}`);
      expect((await page.context().cookies()).map(({ name }) => name)).toEqual([]);
      const ada = someone();
      await page.goto(provider.approve(await leave(page), ada.person).href.replace('http://auth.test', test.url));
      expect(await accounts(token)).toEqual([expect.objectContaining({ provider_email: ada.email })]);
    });

    it('asks whoever a page sent that hides itself', async () => {
      const { path } = await ask();
      const page = await newPage();
      // Another port is another origin of the same site.
      await page.route('http://127.0.0.1:1/', (route) => route.fulfill({ contentType: 'text/html', body: `<a href="${test.url}${path}" referrerpolicy="no-referrer">A picture of a cat</a>` }));
      await page.goto('http://127.0.0.1:1/');
      await page.locator('a').click();
      await page.locator('button').waitFor();
      expect((await page.context().cookies()).map(({ name }) => name)).toEqual([]);
    });

    it('is refused from a stranger’s page', async () => {
      const { path } = await ask();
      const page = await newPage();
      await page.route('http://evil.test/', (route) => route.fulfill({ contentType: 'text/html', body: `<a href="${test.url}${path}" rel="noreferrer">A picture of a cat</a>` }));
      await page.goto('http://evil.test/');
      const answered = page.waitForResponse((response) => response.url().includes('/link/start'));
      await page.locator('a').click();
      expect((await answered).status()).toBe(400);
    });
  });
});

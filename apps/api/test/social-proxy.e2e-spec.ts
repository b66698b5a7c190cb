import { FakeClock, FakeProvider } from '@authengine/testing';
import { ConnectProxy } from './kit/connect-proxy.js';
import { Browser, someone, type BrowserAnswer } from './kit/social.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('providers behind a proxy', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  const proxy = new ConnectProxy();
  let test: TestApp;

  beforeAll(async () => {
    await proxy.start();
    test = await createTestApp({ clock, provider });
  });
  afterAll(async () => {
    await test.close();
    await proxy.stop();
  });
  beforeEach(() => {
    provider.reset();
    proxy.asked.length = 0;
    proxy.credentials = undefined;
  });

  /** The endpoints that the service itself asks, at a name that only the proxy knows. */
  const elsewhere = (host: string, scheme = 'http'): Record<string, string> =>
    Object.fromEntries(Object.entries(provider.env()).map(([name, value]) => [name, /_(?:TOKEN|USERINFO|EMAILS|JWKS)_URL$/.test(name) ? value.replace('http://127.0.0.1', `${scheme}://${host}`) : value]));
  const portOfProvider = (): string => new URL(provider.url).port;

  async function signInWith(env: Record<string, string>, kinds: readonly ('google' | 'github' | 'microsoft')[] = ['google']): Promise<BrowserAnswer[]> {
    const node = await createTestApp({ beside: test, env });
    try {
      const answers: BrowserAnswer[] = [];
      for (const kind of kinds) answers.push(await new Browser(node, provider).signIn(kind, someone()));
      return answers;
    } finally {
      await node.close();
    }
  }

  it('every request goes through it: for the tokens, the keys and the profile', async () => {
    const kinds = ['google', 'github', 'microsoft'] as const;
    const answers = await signInWith({ ...elsewhere('provider.test'), HTTP_PROXY: `http://${proxy.address}` }, kinds);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(proxy.asked)).toEqual(new Set([`provider.test:${portOfProvider()}`]));
    expect(provider.redeemed).toHaveLength(3);
  });

  it('https goes through HTTPS_PROXY, and its certificate is checked there too', async () => {
    const [answer] = await signInWith({ ...elsewhere('provider.test', 'https'), HTTPS_PROXY: proxy.address });
    expect(answer).toMatchObject({ status: 503, body: { code: 'oauth.provider_unavailable' } });
    expect(proxy.asked).toEqual([`provider.test:${portOfProvider()}`]);
  });

  it('with a name and a password, which are nobody else’s to see', async () => {
    proxy.credentials = 'ada:s3cr3t-of-the-proxy';
    const with_ = (user: string): Record<string, string> => ({ ...elsewhere('provider.test'), HTTP_PROXY: `http://${user}@${proxy.address}` });
    expect((await signInWith(with_('ada:s3cr3t-of-the-proxy')))[0]?.status).toBe(200);
    const [refused] = await signInWith(with_('ada:wrong-password'));
    expect(refused).toMatchObject({ status: 503, body: { code: 'oauth.provider_unavailable' } });
    expect(JSON.stringify(refused?.body)).not.toContain('wrong-password');
  });

  it.each(['provider.test', '.test', '*.test', 'test', '*', 'other.test, provider.test'])('NO_PROXY=%s leaves it out', async (NO_PROXY) => {
    const [answer] = await signInWith({ ...elsewhere('provider.test'), HTTP_PROXY: `http://${proxy.address}`, NO_PROXY });
    // Nobody but the proxy knows the name.
    expect(answer?.status).toBe(503);
    expect(proxy.asked).toEqual([]);
  });

  it('this machine is never asked through it', async () => {
    expect((await signInWith({ ...provider.env(), HTTP_PROXY: `http://${proxy.address}` }))[0]?.status).toBe(200);
    expect((await signInWith({ ...elsewhere('localhost'), HTTP_PROXY: `http://${proxy.address}` }))[0]?.status).toBe(200);
    expect(proxy.asked).toEqual([]);
  });

  it('OC-17 the limits of time and size stay', async () => {
    const env = { ...elsewhere('provider.test'), HTTP_PROXY: `http://${proxy.address}` };
    provider.faults = { token: 'huge' };
    expect((await signInWith(env))[0]?.status).toBe(503);
    provider.faults = { userinfo: 'hang' };
    const began = Date.now();
    expect((await signInWith(env))[0]?.status).toBe(503);
    expect(Date.now() - began).toBeGreaterThan(4_500);
  });

  it('a proxy that is not there is a provider that does not answer', async () => {
    const [answer] = await signInWith({ ...elsewhere('provider.test'), HTTP_PROXY: 'http://127.0.0.1:1' });
    expect(answer).toMatchObject({ status: 503, body: { code: 'oauth.provider_unavailable' } });
    expect(answer?.headers.get('retry-after')).toBe('5');
  });
});

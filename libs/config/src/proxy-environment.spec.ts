import { testSettings } from '@authengine/testing';

describe('the proxy', () => {
  const of = (env: Record<string, string>) => {
    const { HTTPS_PROXY, HTTP_PROXY, NO_PROXY } = testSettings(env).values;
    return { HTTPS_PROXY, HTTP_PROXY, NO_PROXY };
  };

  it('is none unless it is set, and never stands before this machine', () => {
    expect(of({})).toEqual({ NO_PROXY: 'localhost,127.0.0.1,[::1]' });
  });

  it('is named in either case, with or without a scheme', () => {
    expect(of({ https_proxy: 'proxy.test:3128', http_proxy: 'http://a.test', HTTP_PROXY: 'http://b.test' })).toMatchObject({ HTTPS_PROXY: 'http://proxy.test:3128', HTTP_PROXY: 'http://b.test' });
  });

  it('is left out for what NO_PROXY lists, by commas or spaces', () => {
    expect(of({ no_proxy: '.internal, ::1 example.com:8443' }).NO_PROXY).toBe('localhost,127.0.0.1,[::1],.internal,[::1],example.com:8443');
    expect(of({ NO_PROXY: 'a.test, *' }).NO_PROXY).toBe('*');
  });

  it.each(['socks5://proxy.test', 'ftp://proxy.test', 'http://', 'not a proxy'])('%s is refused by its name and not its value', (value) => {
    expect(() => of({ HTTPS_PROXY: value })).toThrow(/^(?=[^]*HTTPS_PROXY)(?![^]*proxy\.test)/);
  });
});

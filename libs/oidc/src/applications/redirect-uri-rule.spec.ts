import type { ApplicationType } from './application.entity.js';
import { redirectUriFault } from './redirect-uri-rule.js';

describe('OP-01: a redirect URI of an application', () => {
  const fits = (uri: string, type: ApplicationType): boolean => redirectUriFault(uri, type) === null;

  it('is an https URL, or an http one on this machine', () => {
    for (const uri of ['https://shop.example.com/callback', 'https://shop.example.com', 'https://shop.example.com:8443/a?b=c', 'http://localhost:3000/callback', 'http://127.0.0.1:3000/callback', 'http://[::1]:9/']) {
      expect([uri, redirectUriFault(uri, 'web')]).toEqual([uri, null]);
      expect(fits(uri, 'spa')).toBe(true);
    }
  });

  it.each([
    '', 'shop.example.com/callback', '//shop.example.com/callback', 'http://shop.example.com/callback', 'javascript:alert(1)', 'data:text/html,x', 'https:shop.example.com', 'https://shop.example.com\\@evil.example/',
    'https://shop.example.com/callback#', 'https://shop.example.com/#a', 'https://user@shop.example.com/', 'https://shop.example.com/a b', 'https://shop.example.com/\r\nx', 'https://shop.example.com/a/../b', 'HTTPS://shop.example.com/', 'https://SHOP.example.com/',
'https://shop。example.com/', 'com.example.app:/callback', 'ftp://shop.example.com/', `https://shop.example.com/${'a'.repeat(2048)}`, 'http://localhost.evil.example/', 'http://127.0.0.1.evil.example/',
  ])('is not %j', (uri) => {
    expect(fits(uri, 'web')).toBe(false);
    expect(fits(uri, 'spa')).toBe(false);
  });

  it('of a native application is its private scheme, a loopback address, or an https URL', () => {
    for (const uri of ['com.example.app:/callback', 'http://127.0.0.1/callback', 'http://127.0.0.1:5000/callback', 'http://[::1]/callback', 'https://app.example.com/callback']) expect([uri, redirectUriFault(uri, 'native')]).toEqual([uri, null]);
    for (const uri of ['app:/callback', 'javascript:/x', 'http://app.example.com/', 'com.example.app:/a#b', 'http://user@127.0.0.1/']) expect([uri, fits(uri, 'native')]).toEqual([uri, false]);
  });

  it('is none at all for a service', () => {
    expect(fits('https://shop.example.com/callback', 'service')).toBe(false);
  });
});

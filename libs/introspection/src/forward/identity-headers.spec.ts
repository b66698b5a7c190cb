import * as fc from 'fast-check';
import { visible } from './identity-headers.js';

describe('a header that tells who asks', () => {
  it('has visible ASCII as it is, and everything else percent-encoded', () => {
    expect(visible('ada@example.com')).toBe('ada@example.com');
    expect(visible('Ada Lovelace')).toBe('Ada%20Lovelace');
    expect(visible('Zoë 100%')).toBe('Zo%C3%AB%20100%25');
    expect(visible('a\r\nX-Auth-User-Id: root\0')).toBe('a%0D%0AX-Auth-User-Id:%20root%00');
    expect([visible(null), visible('')]).toEqual(['', '']);
  });

  it('is one line of visible ASCII that gives the text back, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text)).toMatch(/^[!-~]*$/);
        expect(decodeURIComponent(visible(text))).toBe(text.toWellFormed());
      }),
    );
  });
});

import fc from 'fast-check';
import { canonicalEmail, isEmail } from './canonical-email.js';

describe('canonicalEmail', () => {
  it.each([
    ['Alice@Example.com', 'alice@example.com'],
    ['  alice@example.com \t', 'alice@example.com'],
    ['alice＠example.com', 'alice@example.com'],
    ['ＡLICE@example.com', 'alice@example.com'],
    ['\u212Aelvin@example.com', 'kelvin@example.com'],
  ])('takes %j to %j', (input, expected) => {
    expect(canonicalEmail(input)).toBe(expected);
  });

  it('is idempotent for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        expect(canonicalEmail(canonicalEmail(text))).toBe(canonicalEmail(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('sends case and width variants of one address to one form', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        expect(canonicalEmail(address.toUpperCase())).toBe(canonicalEmail(address));
        expect(canonicalEmail(address.replace('@', '＠'))).toBe(canonicalEmail(address));
      }),
    );
  });
});

describe('isEmail', () => {
  it.each(['a@b.co', 'first.last+tag@sub.example.org', 'üser@exämple.de', 'A@X.IO', ' a@x.io '])('accepts %j', (address) => {
    expect(isEmail(address)).toBe(true);
  });

  it.each([
    '', 'a', '@b.co', 'a@', 'a@b', 'a b@c.de', 'a@b..c', 'a..b@c.de', '.a@c.de', 'a@c.de.', 'a@-c.de', 'a@b@c.de',
    'a\0@b.co', 'a\ud800@b.co', 'a\r\nBcc: x@y.z@b.co', '"a b"@c.de', 'A <a@b.co>', 'a\u200b@b.co',
    `${'a'.repeat(65)}@b.co`, `a@${'b'.repeat(250)}.co`, 42, null, undefined, {}, ['a@b.co'],
  ])('refuses %j', (value) => {
    expect(isEmail(value)).toBe(false);
  });
});

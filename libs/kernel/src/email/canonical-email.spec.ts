import { domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { canonicalEmail, isEmail } from './canonical-email.js';

describe('canonicalEmail', () => {
  it.each([
    ['Alice@Example.com', 'alice@example.com'],
    ['  alice@example.com \t', 'alice@example.com'],
    ['alice＠example.com', 'alice@example.com'],
    ['ＡLICE@example.com', 'alice@example.com'],
    ['\u212Aelvin@example.com', 'kelvin@example.com'],
    ['Ada@BÜCHER.example', 'ada@xn--bcher-kva.example'],
    ['ada@bu\u0308cher.example', 'ada@xn--bcher-kva.example'],
    ['ada@XN--bcher-kva.example', 'ada@xn--bcher-kva.example'],
    ['ada@日本語。ＪＰ', 'ada@xn--wgv71a119e.jp'],
    ['Üser@example.com', 'üser@example.com'],
    ['ada@example.com/x', 'ada@example.com/x'],
    ['No Address', 'no address'],
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

  it('sends the two spellings of an international domain to one form', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'ü', 'é', 'ß', 'я', 'ω', '日'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(letters, (label) => {
        const address = `ada@${label}.example`;
        const canonical = canonicalEmail(address);
        fc.pre(isEmail(address));
        expect(canonical).toMatch(/^[\x21-\x7e]+$/);
        expect(canonicalEmail(`ada@${domainToUnicode(canonical.slice(4))}`)).toBe(canonical);
        expect(canonicalEmail(canonical.toUpperCase())).toBe(canonical);
      }),
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
  it.each(['a@b.co', 'first.last+tag@sub.example.org', 'üser@exämple.de', 'A@X.IO', ' a@x.io ', 'ada@उदाहरण.परीक्षा', 'ada@xn--bcher-kva.example'])('accepts %j', (address) => {
    expect(isEmail(address)).toBe(true);
  });

  it.each([
    '', 'a', '@b.co', 'a@', 'a@b', 'a b@c.de', 'a@b..c', 'a..b@c.de', '.a@c.de', 'a@c.de.', 'a@-c.de', 'a@b@c.de',
    'a\0@b.co', 'a\ud800@b.co', 'a\r\nBcc: x@y.z@b.co', '"a b"@c.de', 'A <a@b.co>', 'a\u200b@b.co', 'a@b\u200b.co', 'a@b\u00ad.co', 'a@xn--a.com', 'a@1.2.3.4', 'a @b.co', 'a@ b.co', 'a@b%2eco.de', 'a@b.co/x', 'a@b.co:25', 'a@b_c.de',
    `a@${'ü'.repeat(58)}.example`,
    `${'a'.repeat(65)}@b.co`, `a@${'b'.repeat(250)}.co`, 42, null, undefined, {}, ['a@b.co'],
  ])('refuses %j', (value) => {
    expect(isEmail(value)).toBe(false);
  });
});

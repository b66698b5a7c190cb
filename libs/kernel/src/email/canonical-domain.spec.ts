import { canonicalDomain } from './canonical-domain.js';

describe('canonicalDomain', () => {
  it.each([
    ['example.com', 'example.com'],
    ['EXAMPLE.com', 'example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BÜCHER.example', 'xn--bcher-kva.example'],
    ['bu\u0308cher.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['XN--BCHER-KVA.example', 'xn--bcher-kva.example'],
    ['faß.de', 'xn--fa-hia.de'],
    ['fass.de', 'fass.de'],
    ['日本語。ＪＰ', 'xn--wgv71a119e.jp'],
    ['उदाहरण.परीक्षा', 'xn--p1b6ci4b4b3a.xn--11b5bs3a9aj6g'],
    ['نامه\u200cای.com', 'xn--mgba3gch31f060k.com'],
    ['ΒΌΛΟΣ.com', 'xn--nxasmq6b.com'],
  ])('takes %j to %j', (domain, canonical) => {
    expect(canonicalDomain(domain)).toBe(canonical);
  });

  it.each([
    'ex%41mple.com', 'a/b.com', 'a?b.com', 'a#b.com', 'a\\b.com', 'example.com:80', 'user@example.com', '[::1]', 'a_b.com', 'a b.com',
    '1.2.3.4', '1.2.3', 'a.1', 'a.0x7f', 'a.１', 'xn--a.com', 'xn--.com', 'a\u200db.com', 'a\u200bb.com', 'a\u00adb.com', 'a\tb.com', 'a\u202eb.com', '',
  ])('refuses %j', (domain) => {
    expect(canonicalDomain(domain)).toBeNull();
  });
});

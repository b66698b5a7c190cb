import fc from 'fast-check';
import { typed, typedAddress } from './typed.js';

/** What mail programs make a link of: a scheme, a name with a dot inside, an address, a telephone number. */
const LINKED = /:\/\/|\bwww\b\.|[\p{L}\p{N}][.。｡․．][\p{L}\p{N}]|\S@\S|(?:\p{N}[^\p{N}\p{Ll}\p{Lu}\p{Lt}\p{Lo}]*){7}/u;

describe('what somebody typed, as our mails show it', () => {
  it.each([
    ['Acme', '“Acme”'],
    ['  Müller & Söhne GmbH ', '“Müller & Söhne GmbH”'],
    ["St. Mary's (Leeds), Dept. 4 – R+D!", '“St. Mary\'s (Leeds), Dept. 4 – R+D!”'],
    ['東京株式会社', '“東京株式会社”'],
    ['AC/DC', '“AC/DC”'],
    ['Booking.com', '“Booking com”'],
    ['Fun @ Work', '“Fun Work”'],
    ['Ａｃｍｅ', '“Acme”'],
  ])('%j is %s', (text, shown) => {
    expect(typed(text)).toBe(shown);
  });

  it.each([
    'Your mailbox is full, go to https://evil.example/login',
    'Visit HTTPS://EVIL.example now', 'hxxps://evil.example', 'http:\\\\evil.example', 'go to www.evil.example', 'evil.example/login', 'see evil.example', '//evil.example',
    'mailto:eve@evil.example', 'eve@evil.example', 'tel:+18005550100', 'Call 1-800-555-0100 now', 'javascript:alert(1)', 'http://10.0.0.1/', '10.0.0.1', 'evil。example', 'evil․example', 'ｈｔｔｐｓ：／／ｅｖｉｌ．ｅｘａｍｐｌｅ',
    '<a href="https://evil.example">Acme</a>', '[Acme](https://evil.example)', 'evil\u200b.example', 'https:/\u200b/evil.example', 'evil.\u2060example', 'bücher.example/anmelden',
  ])('of %j no link is left, and nothing that a mail program would make one of', (text) => {
    expect(typed(text) ?? '').not.toMatch(LINKED);
    expect(typed(text) ?? '').not.toMatch(/https?|evil\.example/i);
  });

  it.each([
    'Call 1–800–555–0100', '+49/30/123 456', "1'800'555'0100", '1’800’555’0100', '18005550100', '１８００５５５０１００', '١٨٠٠٥٥٥٠١٠٠', '१८००५५५०१००', '1, 800, 555, 0100', '1&800&555&0100', '1!800!555!0100', '1(800)555–0100',
    '1—800—555—0100', '1·800·555·0100', '1~800~555~0100', '1\u0301800\u0301555\u03010100', '1ー800ー555ー0100', '①⑧⓪⓪⑤⑤⑤⓪①⓪⓪', '❶❽⓿⓿❺❺❺⓿❶⓿⓿', '1\u200b800\u200b555\u200b0100', '1 800 a@b.c 555 0100', '1.800.555.0100', '1。800。555。0100',
  ])('of %j no telephone number is left', (text) => {
    expect(typed(text) ?? '').not.toMatch(/(?:\p{N}\P{L}*){7}/u);
  });

  it.each(['Studio 54', 'Class of 2024-25', '3M', 'Area 51 – 1955', 'Kanzlei 24/7'])('%j has no telephone number and stays', (text) => {
    expect(typed(text)).toBe(`“${text}”`);
  });

  it('takes no longer for a text made to be slow', () => {
    const began = process.cpuUsage();
    for (const text of ['1'.repeat(20_000), '1-'.repeat(20_000), `${'1'.repeat(6)}${'-'.repeat(40_000)}a`, `${`1${'-'.repeat(3_000)}`.repeat(6)}a`.repeat(4)]) typed(text);
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(2_000);
  });

  it('is one short line, and ends where its quotes do', () => {
    const hostile = 'Acme”.\r\n\r\nYour account is locked\u2028now\u202e\u2066 “';
    expect(typed(hostile)).toBe('“Acme . Your account is locked now”');
    const long = typed('word '.repeat(60)) ?? '';
    expect([...long].length).toBeLessThanOrEqual(42);
    expect(long).toMatch(/…”$/);
    expect([...(typed(`Z${'\u0300'.repeat(200)}algo`) ?? '')].length).toBeLessThan(12);
  });

  it.each(['', '   ', 'https://evil.example', '\u202e', '…', '---'])('of %j nothing is left', (text) => {
    expect(typed(text)).toBeNull();
  });

  it('never has a link, a break, a control or a quote inside', () => {
    const parts = fc.constantFrom('https://', 'www.', 'evil', '.', '。', 'example', '/', '@', ':', ' ', '\n', '\u202e', '\u200d', '”', '“', '"', '1', '555', '-', 'ü', '\ud800', '%2e', '\u0300', '．');
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 30 }), (texts) => {
        const shown = typed(texts.join(''));
        if (shown === null) return;
        expect(shown.slice(1, -1)).not.toMatch(/[“”"]|[\p{C}\p{Zl}\p{Zp}]/u);
        expect(shown).not.toMatch(LINKED);
        expect([...shown].length).toBeLessThanOrEqual(42);
        expect(shown.isWellFormed()).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('an address that somebody gave, as our mails show it', () => {
  it.each(['ada@example.com', 'ada.lovelace+news@sub.example.org', 'ada18151210@example.com', 'üma@xn--bcher-kva.example'])('%s is shown', (address) => {
    expect(typedAddress(address)).toBe(address);
  });

  it('is shortened', () => {
    const shown = typedAddress(`your-account-is-locked-please-call-us-now@${'a'.repeat(60)}.example`) ?? '';
    expect(shown).toBe(`your-account-is-locked-please…@…${'a'.repeat(31)}.example`);
  });

  it.each([
    [`paypal.com.${'a'.repeat(50)}.evil.test`, `…${'a'.repeat(29)}.evil.test`],
    [`paypal.com.${'a.'.repeat(50)}evil.test`, `…${'a.'.repeat(15)}evil.test`],
    [`paypal.com-${'-'.repeat(39)}evil.test`, `…${'-'.repeat(29)}evil.test`],
  ])('shows the end of a long domain, which says whose it is: %s', (domain, shown) => {
    expect(typedAddress(`ada@${domain}`)?.slice(4)).toBe(shown);
  });

  it.each(['evil.example/login@people.test', 'www.evil.example@people.test', 'call=now@people.test', 'no address'])('%j is not', (address) => {
    expect(typedAddress(address)).toBeNull();
  });
});

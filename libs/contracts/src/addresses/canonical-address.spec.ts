import fc from 'fast-check';
import { canonicalAddress } from './canonical-address.js';

const port = fc.integer({ min: 0, max: 65_535 });
const zone = fc.constantFrom('eth0', '1', '25eth0', 'en0.100');
const space = fc.constantFrom('', ' ', '\t', '  ');
/** An address with every way in which proxies write it. */
const spelled = fc.oneof(
  fc.record({ address: fc.ipV4(), port, space }).chain(({ address, port: number, space: around }) => {
    const hex = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
    const groups = `${hex[0] ?? ''}${hex[1] ?? ''}:${hex[2] ?? ''}${hex[3] ?? ''}`;
    return fc
      .constantFrom(address, `${address}:${number}`, `"${address}"`, `"${address}:${number}"`, `::ffff:${address}`, `::FFFF:${address}`, `[::ffff:${address}]:${number}`, `"[::ffff:${address}]"`, `::ffff:${groups}`, `0:0:0:0:0:FFFF:${groups.toUpperCase()}`, `[::ffff:${groups}]:${number}`, `::ffff:${address}%eth0`)
      .map((text) => ({ text: around + text + around, address }));
  }),
  fc
    .record({ groups: fc.array(fc.integer({ min: 0x1000, max: 0xffff }), { minLength: 8, maxLength: 8 }), port, zone, space })
    .chain(({ groups, port: number, zone: name, space: around }) => {
      const address = groups.map((group) => group.toString(16)).join(':');
      return fc
        .constantFrom(address, address.toUpperCase(), `[${address}]`, `[${address.toUpperCase()}]:${number}`, `"[${address}]:${number}"`, `"${address}"`, `${address}%${name}`, `[${address}%${name}]`, `[${address}%${name}]:${number}`, `${address}:${number}`)
        .map((text) => ({ text: around + text + around, address }));
    }),
);

describe('the one form of an address', () => {
  it('is found in every spelling that proxies use', () => {
    fc.assert(
      fc.property(spelled, ({ text, address }) => {
        expect(canonicalAddress(text)).toBe(address);
        expect(canonicalAddress(address)).toBe(address);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['[2001:db8::1]:4711', '2001:db8::1'],
    ['2001:db8::1:4444', '2001:db8::1:4444'],
    ['2001:db8::1:54321', '2001:db8::1'],
    ['::1', '::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::ffff:10.0.0.4:4444', '10.0.0.4'],
    ['10.0.0.4:4444', '10.0.0.4'],
  ])('of %s is %s', (text, address) => {
    expect(canonicalAddress(text)).toBe(address);
  });

  it.each(['', ' ', '"', '""', 'unknown', '_hidden', 'localhost', 'for=1.2.3.4', '1.2.3', '1.2.3.4.5', '010.0.0.4', '0x7f.1', '2130706433', '127.1', '1.2.3.256', '1.2.3.4:', '1.2.3.4:http', '1.2.3.4:123456', '1.2.3.4:80:80', '[1.2.3.4]', '[1.2.3.4]:80', '[::1', '::1]', '[]', '[::1]x', '[[::1]]', '::1::', 'g::1', '1.2.3.4/32', '1.2.3.4 5.6.7.8', '１.2.3.4', `::${'0'.repeat(200)}1`])(
    'has none: %j',
    (text) => {
      expect(canonicalAddress(text)).toBeNull();
    },
  );

  it('is its own, or none, whatever is asked', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('1', '.', ':', '[', ']', '%', 'f', '"', ' ', '0') })), (text) => {
        const address = canonicalAddress(text);
        expect(address === null ? null : canonicalAddress(address)).toBe(address);
      }),
      { numRuns: 2_000 },
    );
  });
});

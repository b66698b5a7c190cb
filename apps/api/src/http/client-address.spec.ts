import fc from 'fast-check';
import { ClientAddresses } from './client-address.js';

const addresses = new ClientAddresses(['10.0.0.0/8', '127.0.0.1', 'fd00::/8']);
const clientOf = (header: string | undefined, remoteAddress: string | undefined = '127.0.0.1'): string | null => addresses.of({ headers: { 'x-forwarded-for': header }, socket: { remoteAddress } });

describe('the address of a client', () => {
  it.each([
    ['203.0.113.5, 10.0.0.4:4444', '203.0.113.5'],
    ['203.0.113.5, "10.0.0.4"', '203.0.113.5'],
    ['203.0.113.5:1234, ::ffff:10.0.0.4, [fd00::1]:8443', '203.0.113.5'],
    ['198.51.100.1, 203.0.113.5, 10.0.0.4', '203.0.113.5'],
    ['203.0.113.5,10.0.0.4,', '203.0.113.5'],
    ['203.0.113.5,,\t10.0.0.4', '203.0.113.5'],
    ['"[2001:db8::1]:4711", 10.0.0.4', '2001:db8::1'],
    ['2001:DB8::1%eth0', '2001:db8::1'],
    ['10.0.0.9, 10.0.0.4', '10.0.0.9'],
    ['', '127.0.0.1'],
    [' , ', '127.0.0.1'],
    [undefined, '127.0.0.1'],
  ])('behind trusted proxies that say %j is %s', (header, address) => {
    expect(clientOf(header)).toBe(address);
  });

  it.each(['unknown', '203.0.113.5, unknown', '203.0.113.5, garbage, 10.0.0.4', '203.0.113.5, _hidden, 10.0.0.4:80', '10.0.0.9, 1.2.3.4.5', '203.0.113.5 10.0.0.4'])('is known to nobody, and is no proxy, where a trusted one says %j', (header) => {
    expect(clientOf(header)).toBeNull();
  });

  it('is the socket where that is no trusted proxy, whatever it says', () => {
    expect(clientOf('203.0.113.5', '192.0.2.1')).toBe('192.0.2.1');
    expect(clientOf('203.0.113.5', '::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(clientOf('203.0.113.5', 'fe80::1%eth0')).toBe('fe80::1');
    expect(new ClientAddresses([]).of({ headers: { 'x-forwarded-for': '203.0.113.5' }, socket: { remoteAddress: '127.0.0.1' } })).toBe('127.0.0.1');
    expect(new ClientAddresses([]).of({ headers: {}, socket: {} })).toBeNull();
  });

  it('is the last that no trusted proxy wrote of itself, however each is spelled', () => {
    const port = fc.option(fc.integer({ min: 1, max: 65_535 }));
    const spell = (address: string, number: number | null, style: number): string =>
      [`${address}${number === null ? '' : `:${number}`}`, `"${address}${number === null ? '' : `:${number}`}"`, `::ffff:${address}`, `[::ffff:${address}]${number === null ? '' : `:${number}`}`][style] ?? address;
    const hop = (address: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.tuple(address, port, fc.integer({ min: 0, max: 3 })).map((parts) => spell(...parts));
    const outside = fc.tuple(fc.integer({ min: 11, max: 126 }), fc.nat(255), fc.nat(255), fc.nat(255)).map((parts) => parts.join('.'));
    const inside = fc.tuple(fc.constant(10), fc.nat(255), fc.nat(255), fc.nat(255)).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(fc.array(fc.oneof(hop(outside), fc.string())), outside, port, fc.integer({ min: 0, max: 3 }), fc.array(hop(inside), { maxLength: 5 }), fc.constantFrom(',', ', ', ' ,\t'), (forged, client, number, style, proxies, comma) => {
        expect(clientOf([...forged, spell(client, number, style), ...proxies].join(comma))).toBe(client);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is found in a time that grows with the header alone', () => {
    for (const run of [',', ' ', '"', '10.0.0.1,', '[', '%', ':', '1.', '::ffff:']) {
      const began = process.cpuUsage();
      clientOf(run.repeat(60_000 / run.length));
      const { user, system } = process.cpuUsage(began);
      // A time that grows with the square takes seconds on any machine.
      expect((user + system) / 1000).toBeLessThan(1_000);
    }
  });
});

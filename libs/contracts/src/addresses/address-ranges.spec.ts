import { AddressRanges } from './address-ranges.js';

describe('ranges of addresses', () => {
  it.each([
    ['10.1.2.3', ['10.0.0.0/8'], true],
    ['11.1.2.3', ['10.0.0.0/8'], false],
    ['10.1.2.3', ['10.1.2.4/30'], false],
    ['10.1.2.7', ['10.1.2.5/30'], true],
    ['10.1.2.3', ['10.1.2.3'], true],
    ['::ffff:10.1.2.3', ['10.0.0.0/8'], true],
    ['10.1.2.3', ['::ffff:10.0.0.0/104'], true],
    ['10.1.2.3', ['::/0'], true],
    ['10.1.2.3', ['2000::/3'], false],
    ['2001:db8::7', ['2001:DB8::/32'], true],
    ['2001:db9::7', ['2001:db8::/32'], false],
    ['2001:db8:0:0::7', ['192.0.2.1', '2001:db8::7'], true],
    ['192.0.2.1', [], false],
    ['nowhere', ['0.0.0.0/0', '::/0'], false],
    ['', ['0.0.0.0/0', '::/0'], false],
  ])('include %s in %j: %s', (address, ranges, included) => {
    expect(new AddressRanges(ranges).include(address)).toBe(included);
  });
});

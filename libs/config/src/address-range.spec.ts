import { isAddressRange } from './environment.js';

describe('a range of addresses', () => {
  it.each(['10.0.0.0/8', '10.1.2.3', '10.1.2.3/24', '0.0.0.0/0', '2001:db8::/32', '2001:DB8::1', '::/0', '::ffff:10.0.0.0/104'])('is %s', (text) => {
    expect(isAddressRange(text)).toBe(true);
  });

  it.each(['', '10.0.0', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/-1', '10.0.0.0/8/8', '10.0.0.0/ 8', '010.0.0.1', '2001:db8::/129', 'fe80::1%eth0', 'fe80::1%eth0/64', 'localhost', '*', '10.0.0.*', '10.0.0.1,10.0.0.2', '１０.0.0.1'])('is not "%s"', (text) => {
    expect(isAddressRange(text)).toBe(false);
  });
});

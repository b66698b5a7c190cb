import { ConfigurationError } from '../errors/configuration-error.js';
import { checkAudience, isForUs } from './audience.js';

const HUB = 'https://auth.example.com';
const ORDERS = 'https://orders.example.com/';
const BILLING = 'https://billing.example.com/';

describe('for whom a token is', () => {
  it.each<[string | undefined, string | string[] | undefined, boolean]>([
    [HUB, undefined, true],
    [undefined, undefined, true],
    [BILLING, undefined, false],
    [ORDERS, ORDERS, true],
    [BILLING, ORDERS, false],
    [HUB, ORDERS, false],
    [undefined, ORDERS, false],
    [HUB, [ORDERS, HUB], true],
    [`${ORDERS}x`, ORDERS, false],
  ])('one for %p at a service that says %p: %p', (aud, audience, ours) => {
    expect(isForUs({ aud, iss: HUB }, audience)).toBe(ours);
  });

  it.each([[''], [[]], [['a', ' ']], [7]])('a service that is %p is refused', (audience) => {
    expect(() => {
      checkAudience(audience as string);
    }).toThrow(ConfigurationError);
  });
});

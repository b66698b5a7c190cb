import { newId, type TenantId } from '@authengine/kernel';
import { tenantAskedFor } from './tenant-asked-for.js';

describe('the tenant asked for', () => {
  const [named, ofKey, ofToken] = [newId<TenantId>(), newId<TenantId>(), newId<TenantId>()];

  it.each([
    ["the body's", named, ofKey, ofToken, named],
    ["else the key's own", null, ofKey, ofToken, ofKey],
    ["else the token's active one", null, null, ofToken, ofToken],
    ['else none', null, null, undefined, null],
    ['never the token’s when the body names one', named, null, ofToken, named],
  ])('is %s', (_, body, key, token, expected) => {
    expect(tenantAskedFor(body, key, token)).toBe(expected);
  });

  it('is the same however its id is spelled (RFC 9562 section 4)', () => {
    expect(tenantAskedFor(named.toUpperCase(), null, undefined)).toBe(named);
  });

  it.each([[''], ['*'], [42], [true], [{}], [[]], [[named]], [`${named} `], ["' OR 1=1--"], [`${named}\0`], ['\ud800']])('is unknown for %j, which names no tenant, and falls back to nothing', (value) => {
    expect(tenantAskedFor(value, ofKey, ofToken)).toBe('unknown');
  });
});

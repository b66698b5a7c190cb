import { bearerToken } from './bearer-token.js';

describe('the token of a request', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer  a.b-c_d~+/=', 'a.b-c_d~+/='],
    ['Bearer', undefined],
    ['Bearer ', undefined],
    ['Bearer a b', undefined],
    ['Bearer a, Bearer b', undefined],
    ['Bearera', undefined],
    ['Basic abc', undefined],
    ['Bearer ä', undefined],
    [undefined, undefined],
    [['Bearer a'], 'a'],
    [['Bearer a', 'Bearer b'], undefined],
  ])('of %j is %j', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });
});

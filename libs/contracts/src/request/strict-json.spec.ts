import fc from 'fast-check';
import { parseStrictJson } from './strict-json.js';

const plain = fc.object({ key: fc.string().filter((key) => key !== '__proto__' && key !== 'constructor'), maxDepth: 4, withNullPrototype: false });

describe('strict JSON', () => {
  it('reads every object that JSON can write as JSON.parse does', () => {
    fc.assert(
      fc.property(plain, fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it('never throws anything but a 400', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ':', ',', '1', 'a') })), (text) => {
        try {
          parseStrictJson(text);
        } catch (error) {
          expect(error).toMatchObject({ code: 'request.malformed', status: 400 });
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['{"a":1,"a":1}', '{"a":{"b":1,"b":2}}', '{"a":[{"b":1,"\\u0062":2}]}'])('refuses %s, which has a key twice', (text) => {
    expect(() => parseStrictJson(text)).toThrow();
  });

  it('knows where a string ends, whatever backslashes stand in it', () => {
    const inside = fc.string({ unit: fc.constantFrom('\\', '"', ':', '{', '[', 'a') });
    fc.assert(
      fc.property(fc.dictionary(inside, inside, { maxKeys: 3 }), (value) => {
        expect(parseStrictJson(JSON.stringify(value))).toEqual(value);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes colons, braces and quotes inside strings for what they are', () => {
    const value = { 'a:"b{': 'c:\\"{[[[[' };
    expect(parseStrictJson(JSON.stringify(value))).toEqual(value);
  });

  it.each([
    ['an array', `{"a":[${'1,'.repeat(50_000)}1]}`],
    ['arrays in an array', `{"a":[${'[],'.repeat(30_000)}[]]}`],
    ['objects in an array', `{"a":[${'{},'.repeat(30_000)}{}]}`],
    ['keys', `{${Array.from({ length: 9_000 }, (_, i) => `"k${i}":1`).join(',')}}`],
    ['an array that never ends', `{"a":[${'1,'.repeat(50_000)}`],
  ])('refuses more members than any request has before it reads them: %s', (_, text) => {
    const parse = jest.spyOn(JSON, 'parse');
    expect(() => parseStrictJson(text)).toThrow(expect.objectContaining({ code: 'request.malformed', status: 400 }));
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  it('reads a hundred entries of some fields each, and commas inside strings are none', () => {
    const value = { tokens: Array.from({ length: 100 }, (_, i) => ({ token: `t,${i},`.repeat(50), tenant_id: 'x', permission: Array.from({ length: 30 }, (__, j) => `a.b${j}`) })) };
    expect(parseStrictJson(JSON.stringify(value))).toEqual(value);
  });
});

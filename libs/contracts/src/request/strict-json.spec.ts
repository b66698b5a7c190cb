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
});

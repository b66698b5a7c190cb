import { githubSubject, googleSubject, microsoftSubject, openIdSubject } from './subject.js';

/** What a program writes that has nobody at hand. */
const NOBODIES = ['null', 'NULL', 'undefined', 'NaN', 'nan', '[object Object]', 'none', 'None', 'nil', 'true', 'false', '', ' ', '\t', '\u00a0', '\u200b', null, undefined, {}, [], ['1'], true, false, Number.NaN, Infinity];
const TID = '9188040d-6c67-4c5b-b112-36a304b66dad';
const OID = '00000000-0000-0000-3f65-4b7e2cd36bfc';

describe('a subject', () => {
  const forms = { 'GitHub’s': githubSubject, 'Google’s': googleSubject, 'of any OpenID issuer': openIdSubject, 'Microsoft’s': (oid: unknown) => microsoftSubject(TID, oid), 'a Microsoft directory’s': (tid: unknown) => microsoftSubject(tid, OID) };
  describe.each(Object.entries(forms))('%s', (_, subjectOf) => {
    it.each(NOBODIES)('is not %j', (value) => {
      expect(subjectOf(value)).toBeNull();
    });
  });

  it('GitHub’s is a positive whole number', () => {
    expect([githubSubject(583231), githubSubject('583231'), githubSubject(2 ** 53 - 1)]).toEqual(['583231', '583231', '9007199254740991']);
    // Beyond what a double tells apart, two people would be one.
    for (const value of [0, -1, 1.5, 2 ** 53, '0', '-1', '007', '1e3', '0x10', ' 1', '1\n', '１２', 'octocat', '1'.repeat(21)]) expect(githubSubject(value)).toBeNull();
  });

  it('Google’s is digits', () => {
    expect(googleSubject('110169484474386276334')).toBe('110169484474386276334');
    for (const value of ['0', '000', 'abc', '1 1', '-1', '1.5', '1\n', '1'.repeat(256), 110169484474386]) expect(googleSubject(value)).toBeNull();
  });

  it('Microsoft’s is two UUIDs, the same in either case', () => {
    expect(microsoftSubject(TID, OID)).toBe(`${TID}:${OID}`);
    expect(microsoftSubject(TID.toUpperCase(), OID.toUpperCase())).toBe(`${TID}:${OID}`);
    for (const value of ['00000000-0000-0000-0000-000000000000', OID.replaceAll('-', ''), `{${OID}}`, `${OID}\n`, 'common', 'object-1']) {
      expect(microsoftSubject(TID, value)).toBeNull();
      expect(microsoftSubject(value, OID)).toBeNull();
    }
  });

  it('of any OpenID issuer is up to 255 visible characters of ASCII (OpenID Connect Core section 2)', () => {
    for (const value of ['ada', 'auth0|5f7c8ec7c33c6c004bbafe82', 'nullable', 'Noneuclid', 'x'.repeat(255), 'a@b.test', '0']) expect(openIdSubject(value)).toBe(value);
    for (const value of ['x'.repeat(256), 'a b', ' ada', 'ada ', 'ada\n', 'é', 'a\u0000b', 42]) expect(openIdSubject(value)).toBeNull();
  });
});

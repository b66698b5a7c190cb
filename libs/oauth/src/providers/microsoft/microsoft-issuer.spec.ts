import { isMicrosoftIssuer } from './microsoft-issuer.js';

const COMMON = 'https://login.microsoftonline.com/{tenantid}/v2.0';
const of = (tenant: string): string => COMMON.replace('{tenantid}', tenant);

describe("Microsoft's issuer", () => {
  it('is that of the directory which the token names', () => {
    expect(isMicrosoftIssuer(of('9188040d-6c67-4c5b-b112-36a304b66dad'), COMMON, '9188040d-6c67-4c5b-b112-36a304b66dad')).toBe(true);
    expect(isMicrosoftIssuer(of('one'), COMMON, 'another')).toBe(false);
    expect(isMicrosoftIssuer(of('one'), COMMON, null)).toBe(false);
  });

  it.each(['', of(''), of('a/b'), of('..'), 'https://login.microsoftonline.com/one/v1.0', 'https://evil.test/one/v2.0', `${of('one')}/`, 'https://login.microsoftonline.com/v2.0'])('OC-05 is not %j', (iss) => {
    expect(isMicrosoftIssuer(iss, COMMON)).toBe(false);
  });

  it('is exactly the one configured where that names a directory', () => {
    expect(isMicrosoftIssuer('https://login.test/one', 'https://login.test/one', 'two')).toBe(true);
    expect(isMicrosoftIssuer('https://login.test/two', 'https://login.test/one')).toBe(false);
  });
});

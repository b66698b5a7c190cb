import { generateSync } from 'otplib';
import { matchedStep, newTotpSecret, provisioningUri } from './totp-code.js';

const codeAt = (secret: string, seconds: number): string => generateSync({ secret, epoch: seconds });

describe('matchedStep', () => {
  // RFC 6238 appendix B, the last six digits for SHA-1 and the seed "12345678901234567890".
  const rfcSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  it.each([
    [59, '287082', 1],
    [1111111109, '081804', 37037036],
    [1234567890, '005924', 41152263],
    [20000000000, '353130', 666666666],
  ])('knows the codes of RFC 6238 appendix B at %i s', (seconds, code, step) => {
    expect(matchedStep(rfcSecret, code, new Date(seconds * 1000))).toBe(step);
  });

  const secret = newTotpSecret();
  const now = 1_764_000_010;
  const at = new Date(now * 1000);

  it('MF-02 takes the step before and after, wherever in its step the moment is', () => {
    for (let second = 0; second < 30; second += 1) {
      const moment = 1_764_000_000 + second;
      for (const offset of [-1, 0, 1]) {
        expect(matchedStep(secret, codeAt(secret, moment + offset * 30), new Date(moment * 1000))).toBe(58_800_000 + offset);
      }
    }
  });

  it('MF-02 refuses two steps before and after', () => {
    expect(matchedStep(secret, codeAt(secret, now - 60), at)).toBeNull();
    expect(matchedStep(secret, codeAt(secret, now + 60), at)).toBeNull();
  });

  it.each(['', '12345', '1234567', '１２３４５６', '-12345', '12 345', 'abcdef', '0x1234', '12345\n'])('takes %j for no code', (text) => {
    expect(matchedStep(secret, text, at)).toBeNull();
  });

  it("refuses another secret's code", () => {
    const codes = [-30, 0, 30].map((offset) => codeAt(secret, now + offset));
    let other = newTotpSecret();
    while (codes.includes(codeAt(other, now))) other = newTotpSecret();
    expect(matchedStep(secret, codeAt(other, now), at)).toBeNull();
  });
});

describe('newTotpSecret', () => {
  it('MF-08 has 160 bits, each time others', () => {
    const secrets = Array.from({ length: 50 }, newTotpSecret);
    for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(new Set(secrets).size).toBe(50);
  });
});

describe('provisioningUri', () => {
  it('names the product and the account, whatever characters they have', () => {
    const uri = provisioningUri('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', { issuer: 'Acme: Auth & Co', account: 'a+b:c&secret=X@x.io' });
    const url = new URL(uri);
    expect(url.protocol).toBe('otpauth:');
    expect(url.searchParams.getAll('secret')).toEqual(['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ']);
    expect(url.searchParams.get('issuer')).toBe('Acme  Auth & Co');
    expect(decodeURIComponent(url.pathname)).toBe('/Acme  Auth & Co:a+b c&secret=X@x.io');
  });
});

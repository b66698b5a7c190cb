import type { UserId } from '@authengine/kernel';
import fc from 'fast-check';
import { canonicalRecoveryCode, hashRecoveryCode, newRecoveryCode } from './recovery-code.js';

const ADA = '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f' as UserId;
const BOB = '5b0f3c1e-6a51-4d3b-9a3e-0d6f7a3c9b11' as UserId;

describe('recovery codes', () => {
  it('MF-10 are 120 random bits, no two alike', () => {
    const codes = Array.from({ length: 200 }, newRecoveryCode);
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(new Set(codes).size).toBe(200);
  });

  it('are known however they are typed', () => {
    const code = 'ABCD-EF01-2345-6789-GHJK-MNPQ';
    const canonical = 'ABCDEF0123456789GHJKMNPQ';
    for (const typed of [code, code.toLowerCase(), canonical, ' abcd ef01 2345 6789 ghjk mnpq\n', 'ABCD-EFOI-2345-6789-GHJK-MNPQ', 'abcd-efol-2345-6789-ghjk-mnpq']) {
      expect(canonicalRecoveryCode(typed)).toBe(canonical);
    }
  });

  it('are nothing else', () => {
    for (const text of ['', '123456', 'ABCD-EF01-2345-6789-GHJK-MNP', 'ABCD-EF01-2345-6789-GHJK-MNPQR', 'ABCD-EF01-2345-6789-GHJK-MNPU', 'ＡBCDEF0123456789GHJKMNPQ']) {
      expect(canonicalRecoveryCode(text)).toBeNull();
    }
  });

  it('have one canonical form, whatever text is tried', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 64 }), (text) => {
        const canonical = canonicalRecoveryCode(text);
        if (canonical !== null) expect(canonicalRecoveryCode(canonical)).toBe(canonical);
      }),
    );
  });

  it("have a digest of their user's own", () => {
    expect(hashRecoveryCode(ADA, 'ABCDEF0123456789GHJKMNPQ').equals(hashRecoveryCode(BOB, 'ABCDEF0123456789GHJKMNPQ'))).toBe(false);
  });
});

import { defineAdvisoryLock } from './define-advisory-lock.js';

describe('the advisory lock of an extension', () => {
  it('has a key that follows from its name and that no lock of the product has', () => {
    const [one, other] = [defineAdvisoryLock('sample.import'), defineAdvisoryLock('sample.export')];
    expect(one).toBe('-598882103448780126');
    expect(BigInt(other)).toBeLessThan(0n);
    expect(other).not.toBe(one);
    for (const key of [one, other]) expect(BigInt(key)).toBeGreaterThanOrEqual(-(2n ** 63n));
  });

  it('is one use alone, and named for its extension', () => {
    expect(() => defineAdvisoryLock('sample.import')).toThrow('defined twice');
    expect(() => defineAdvisoryLock('import')).toThrow('not named like');
  });
});

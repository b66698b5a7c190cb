import { createHash } from 'node:crypto';
import { hashServiceKey, newServiceKey } from './service-key.js';

describe('service keys', () => {
  const key = newServiceKey();

  it('IN-02 are 256 random bits behind a prefix that can be shown', () => {
    expect(key.raw).toMatch(/^ae_sk_[0-9a-f]{64}$/);
    expect(key.prefix).toBe(key.raw.slice(0, 14));
    expect(new Set(Array.from({ length: 10_000 }, () => newServiceKey().raw)).size).toBe(10_000);
  });

  it('IN-02 are looked up by the SHA-256 of the whole key', () => {
    expect(hashServiceKey(key.raw)).toEqual(key.hash);
    expect(key.hash.toString('hex')).toBe(createHash('sha256').update(key.raw).digest('hex'));
  });

  it('IN-01 of any other form have no hash', () => {
    const others: unknown[] = [
      undefined, null, '', ' ', 0, [], [key.raw], {}, { toString: () => key.raw }, Buffer.from(key.raw), `${key.raw} `, ` ${key.raw}`, `${key.raw}\n`,
      `${key.raw}0`, key.raw.slice(0, -1),
      key.raw.slice(6), `ae_sk_${'A'.repeat(64)}`, `ae_sk_${'g'.repeat(64)}`, `AE_SK_${key.raw.slice(6)}`, `${key.raw}, ${key.raw}`,
      `${key.raw}\u0000`, 'a'.repeat(1 << 20), '__proto__',
    ];
    for (const other of others) expect(hashServiceKey(other)).toBeNull();
  });
});

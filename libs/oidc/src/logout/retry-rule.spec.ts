import { MAX_ATTEMPTS, retryAfterMs } from './retry-rule.js';

describe('the time between two attempts to tell an application', () => {
  it('doubles, up to an hour, for a day', () => {
    expect([1, 2, 3, 4].map(retryAfterMs)).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(retryAfterMs(30)).toBe(3_600_000);
    const all = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, i) => retryAfterMs(i + 1)).reduce((sum, ms) => sum + ms, 0);
    expect(all / 3_600_000).toBeGreaterThan(23);
    expect(all / 3_600_000).toBeLessThan(25);
  });
});

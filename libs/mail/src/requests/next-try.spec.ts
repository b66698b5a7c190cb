import { nextTryAt } from './next-try.js';

describe('the next try at a request for a mail', () => {
  const asked = new Date('2026-01-15T09:30:00.000Z');
  const secondsAfter = (attempts: number, now = asked): number | null => {
    const next = nextTryAt({ attempts, createdAt: asked }, now);
    return next && (next.getTime() - now.getTime()) / 1000;
  };

  it('comes soon, and then later and later, up to every five minutes', () => {
    expect([1, 2, 3, 8, 9, 10, 1000].map((attempts) => secondsAfter(attempts))).toEqual([1, 2, 4, 128, 256, 300, 300]);
  });

  it('does not come a day after it was made', () => {
    expect(secondsAfter(300, new Date(asked.getTime() + 23 * 3_600_000))).toBe(300);
    expect(secondsAfter(300, new Date(asked.getTime() + 24 * 3_600_000))).toBeNull();
  });
});

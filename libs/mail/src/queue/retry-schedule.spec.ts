import { nextAttemptAt } from './retry-schedule.js';

const START = new Date('2030-01-01T00:00:00Z');
const MINUTE = 60_000;

/** The waits, in minutes, of a mail whose every attempt fails at once. */
function waits(random: number): number[] {
  const found: number[] = [];
  let now = START;
  for (let attempts = 1; ; attempts += 1) {
    const next = nextAttemptAt({ attempts, createdAt: START }, now, random);
    if (!next) return found;
    found.push((next.getTime() - now.getTime()) / MINUTE);
    now = next;
  }
}

describe('the retry schedule', () => {
  it('doubles from one minute to one hour', () => {
    expect(waits(0).slice(0, 9)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('gives up after about a day', () => {
    const total = waits(0).reduce((sum, wait) => sum + wait, 0);
    expect(total).toBeGreaterThan(22 * 60);
    expect(total).toBeLessThanOrEqual(24 * 60);
  });

  it('spreads mails that failed together, by up to a quarter', () => {
    expect(waits(0.5).slice(0, 3)).toEqual([1.125, 2.25, 4.5]);
    expect(Math.max(...waits(0.999))).toBeLessThan(75);
  });
});

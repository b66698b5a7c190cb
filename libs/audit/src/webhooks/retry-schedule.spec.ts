import { nextAttemptAt, pauseAfter, RETRY_FOR_MS } from './retry-schedule.js';

describe('the attempts of a message', () => {
  it('come later and later for three days, and end with one at their end', () => {
    const queuedAt = new Date(0);
    const times: number[] = [];
    for (let [now, attempts]: [Date | null, number] = [queuedAt, 1]; now; attempts += 1) {
      times.push(now.getTime());
      now = nextAttemptAt({ attempts, queuedAt }, now, 0.5);
    }
    expect(times.at(-1)).toBe(RETRY_FOR_MS);
    expect(times.length).toBeGreaterThan(12);
    expect(times.length).toBeLessThan(30);
    const pauses = times.slice(1, -1).map((time, index) => time - (times[index] ?? 0));
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
  });

  it('wait for a webhook that fails again and again, for five minutes at most', () => {
    expect([1, 2, 3, 100].map(pauseAfter)).toEqual([1_000, 2_000, 4_000, 300_000]);
  });
});

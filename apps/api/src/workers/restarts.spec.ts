import { Restarts } from './restarts.js';

const times = (count: number, restarts: Restarts, servedMs?: number): number[] => Array.from({ length: count }, () => restarts.delayAfter(servedMs));

describe('a worker that ended', () => {
  it('is started again soon, and each time later while it keeps ending', () => {
    expect(times(8, new Restarts(), 10)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('is started soon again once it has served for a minute', () => {
    const restarts = new Restarts();
    times(4, restarts, 10);
    expect(restarts.delayAfter(60_000)).toBe(500);
  });

  it('is given up after five starts in a row that came to nothing, and after no number of others', () => {
    const restarts = new Restarts();
    times(4, restarts);
    expect(restarts.hopeless).toBe(false);
    times(1, restarts);
    expect(restarts.hopeless).toBe(true);
    times(20, restarts, 10);
    expect(restarts.hopeless).toBe(false);
  });
});

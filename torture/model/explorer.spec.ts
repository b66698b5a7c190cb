import { explore, type Model } from './explorer.js';

/** Two counters, of which each step raises one; a sum of `wrongAt` is wrong. */
const counters = (limit: number, wrongAt = Infinity): Model<readonly [number, number]> => ({
  initial: [0, 0],
  keyOf: String,
  *steps([a, b]) {
    if (a < limit) yield { does: 'left', next: [a + 1, b], ...(a + 1 + b === wrongAt ? { wrong: 'too much' } : {}) };
    if (b < limit) yield { does: 'right', next: [a, b + 1], ...(a + b + 1 === wrongAt ? { wrong: 'too much' } : {}) };
  },
});

describe('the explorer', () => {
  it('goes through each state once, however many ways lead there', () => {
    expect(explore(counters(9))).toEqual({ states: 100, history: null });
  });

  it('tells a shortest history of what is wrong', () => {
    expect(explore(counters(9, 3)).history).toEqual(['left', 'left', 'left', 'too much']);
  });
});

import { Turns } from './turns.js';

const LIMITS = { atOnce: 2, waiting: 2, maxWaitMs: 60_000 };

describe('turns', () => {
  it('come at once to so many of a key, to the next ones in order of arrival, and to no more', async () => {
    const turns = new Turns(LIMITS);
    expect([turns.take('a'), turns.take('a')]).toEqual([true, true]);
    const order: string[] = [];
    const third = Promise.resolve(turns.take('a')).then((taken) => order.push(`third ${taken}`));
    const fourth = Promise.resolve(turns.take('a')).then((taken) => order.push(`fourth ${taken}`));
    expect(turns.take('a')).toBe(false);
    turns.leave('a');
    await third;
    expect(order).toEqual(['third true']);
    turns.leave('a');
    await fourth;
    expect(order).toEqual(['third true', 'fourth true']);
  });

  it('of one key are none of another', () => {
    const turns = new Turns({ ...LIMITS, waiting: 0 });
    expect(['a', 'a', 'a', 'b'].map((key) => turns.take(key))).toEqual([true, true, false, true]);
  });

  it('given back can be taken anew', () => {
    const turns = new Turns({ ...LIMITS, waiting: 0 });
    for (let i = 0; i < 10; i += 1) {
      expect([turns.take('a'), turns.take('a'), turns.take('a')]).toEqual([true, true, false]);
      turns.leave('a');
      turns.leave('a');
    }
  });

  it('are not waited for longer than may be, and whoever gave up takes none', async () => {
    const turns = new Turns({ atOnce: 1, waiting: 2, maxWaitMs: 1 });
    expect(turns.take('a')).toBe(true);
    expect(await turns.take('a')).toBe(false);
    turns.leave('a');
    expect(turns.take('a')).toBe(true);
  });
});

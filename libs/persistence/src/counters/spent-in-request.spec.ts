import { runInRequest } from '@authengine/contracts';
import { Counters } from './counters.js';
import { giveBackSpent } from './spent-in-request.js';

const BUDGET = { name: 'x', points: 4, windowSeconds: 60 };

describe('what a request has spent', () => {
  const inRequest = <T>(work: () => Promise<T>): Promise<T> => runInRequest({ requestId: 'r', ip: null, userAgent: null, principal: null }, work);

  it('is given back to every budget, once, and no other request’s', async () => {
    const [one, other] = [new Counters(null).counter(BUDGET), new Counters(null).counter(BUDGET)];
    await inRequest(() => one.spend('a'));
    await inRequest(async () => {
      await one.spend('a');
      await one.spend('a');
      await other.spend('b');
      await giveBackSpent();
      await giveBackSpent();
    });
    expect([await one.remaining('a'), await other.remaining('b')]).toEqual([3, 4]);
  });

  it('is no more than was left of it: a budget that was made whole gets nothing on top', async () => {
    const counter = new Counters(null).counter(BUDGET);
    await inRequest(async () => {
      await counter.spend('a');
      await counter.reset('a');
      await giveBackSpent();
      await counter.spend('b');
      await runInRequest({ requestId: 's', ip: null, userAgent: null, principal: null }, () => counter.reset('b'));
      await giveBackSpent();
    });
    for (const key of ['a', 'b']) {
      for (const left of [3, 2, 1, 0]) expect(await counter.spend(key)).toEqual({ allowed: true, remaining: left });
      expect(await counter.spend(key)).toMatchObject({ allowed: false });
    }
  });

  it('of a refused attempt is nothing', async () => {
    const counter = new Counters(null).counter({ ...BUDGET, points: 1 });
    await counter.spend('a');
    await inRequest(async () => {
      expect(await counter.spend('a')).toMatchObject({ allowed: false });
      await giveBackSpent();
    });
    expect(await counter.spend('a')).toMatchObject({ allowed: false });
  });

  it('stays spent where requests themselves are counted', async () => {
    const counter = new Counters(null).counter({ ...BUDGET, of: 'requests' });
    await inRequest(async () => {
      await counter.spend('a');
      await giveBackSpent();
    });
    expect(await counter.remaining('a')).toBe(3);
  });
});

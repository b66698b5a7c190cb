import { Redis } from 'ioredis';
import { Counters } from './counters.js';

const BUDGET = { name: 'spec', points: 4, windowSeconds: 60 };

describe('a counter', () => {
  it('allows its budget, says what is left, and starts anew when reset', async () => {
    const counter = new Counters(null).counter(BUDGET);
    for (const left of [3, 2, 1, 0]) expect(await counter.spend('a')).toEqual({ allowed: true, remaining: left });
    expect(await counter.spend('a')).toMatchObject({ allowed: false, attempts: 5 });
    expect([await counter.remaining('a'), await counter.remaining('b')]).toEqual([0, 4]);
    await counter.reset('a');
    expect(await counter.remaining('a')).toBe(4);
  });

  it('is shared by the processes of one port where each counts for itself', async () => {
    const redis = new Redis({ lazyConnect: true });
    expect(await new Counters(null, 2).counter(BUDGET).remaining('a')).toBe(2);
    expect(await new Counters(redis, 2).counter(BUDGET).remaining('a')).toBe(1);
    expect(await new Counters(null, 64).counter(BUDGET).remaining('a')).toBe(1);
    redis.disconnect();
  });

  it('IF-01 allows half of it while Redis cannot be reached, and says so', async () => {
    const redis = new Redis({ lazyConnect: true });
    const counter = new Counters(redis).counter(BUDGET);
    expect(await counter.remaining('a')).toBe(2);
    expect(await counter.spend('a')).toEqual({ allowed: true, remaining: 1 });
    expect(await counter.spend('a')).toEqual({ allowed: true, remaining: 0 });
    expect(await counter.remaining('a')).toBe(0);
    expect(await counter.spend('a')).toMatchObject({ allowed: false });
    redis.disconnect();
  });
});

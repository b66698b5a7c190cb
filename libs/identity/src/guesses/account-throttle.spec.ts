import { runInRequest } from '@authengine/contracts';
import { Counters } from '@authengine/persistence';
import { AccountThrottle } from './account-throttle.js';
import type { KnownSources } from './known-sources.js';

const ACCOUNT = 'ada@example.com';
const HOME = '203.0.113.1';

describe('AccountThrottle', () => {
  let throttle: AccountThrottle;

  beforeEach(() => {
    jest.useFakeTimers();
    const knownSources: Pick<KnownSources, 'include'> = { include: () => Promise.resolve(ip === HOME) };
    throttle = new AccountThrottle(new Counters(null), knownSources as KnownSources);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  let ip = HOME;
  const from = <T>(address: string, work: () => Promise<T>): Promise<T> => {
    ip = address;
    return runInRequest({ requestId: 'r', ip: address, userAgent: null, principal: null }, work);
  };
  const spendFrom = (address: string): Promise<unknown> => from(address, () => throttle.spend(ACCOUNT).then(() => true, (error: unknown) => error));
  const forgetFrom = (address: string): Promise<void> => from(address, () => throttle.forget(ACCOUNT));

  /** How many of `times` guesses were let through, each from a place of its own unless one is named. */
  async function guess(times: number, address?: string): Promise<number> {
    let allowed = 0;
    for (let i = 0; i < times; i += 1) {
      if ((await spendFrom(address ?? `198.51.100.${i}`)) === true) allowed += 1;
    }
    return allowed;
  }

  it('BF-01 lets strangers guess 30 times in a quarter of an hour and 100 times in a day, from however many places', async () => {
    const allowed: number[] = [];
    for (let quarter = 0; quarter < 5; quarter += 1) {
      allowed.push(await guess(40));
      jest.advanceTimersByTime(15 * 60_000 + 1_000);
    }
    expect(allowed).toEqual([30, 30, 30, 10, 0]);
    jest.advanceTimersByTime(86_400_000);
    expect(await guess(1)).toBe(1);
  });

  it('BF-01 bounds a known place too', async () => {
    let allowed = 0;
    for (let minute = 0; minute < 15; minute += 1) {
      allowed += await guess(10, HOME);
      jest.advanceTimersByTime(60_000);
    }
    expect(allowed).toBe(30);
  });

  it('leaves a known place untouched by strangers, and strangers by a success there', async () => {
    expect(await guess(40)).toBe(30);
    expect(await guess(1, HOME)).toBe(1);
    await forgetFrom(HOME);
    expect(await guess(5)).toBe(0);
  });

  it('tells for how long to wait', async () => {
    await guess(30);
    expect(await spendFrom('192.0.2.1')).toMatchObject({ code: 'auth.too_many_attempts', retryAfterSeconds: expect.any(Number) as number });
  });

  it('gives everything back after a proof by mail, at the known place that it came from too', async () => {
    await guess(40);
    for (let minute = 0; minute < 4; minute += 1) {
      await guess(10, HOME);
      jest.advanceTimersByTime(60_000);
    }
    expect(await guess(1, HOME)).toBe(0);
    await from(HOME, () => throttle.reopen(ACCOUNT));
    expect(await guess(1, HOME)).toBe(1);
    expect(await guess(5)).toBe(5);
  });

  it('gives everything back after a proof by mail from an unknown place', async () => {
    await guess(40);
    await from('192.0.2.1', () => throttle.reopen(ACCOUNT));
    expect(await guess(5)).toBe(5);
  });
});

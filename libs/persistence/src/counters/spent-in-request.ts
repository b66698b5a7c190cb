import { currentRequest, type RequestContext } from '@authengine/contracts';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';

interface Spending {
  readonly limiter: RateLimiterAbstract;
  readonly key: string;
}

const spentIn = new WeakMap<RequestContext, Spending[]>();

/** Remembers, for the request being served, that it took a point. */
export function noteSpent(limiter: RateLimiterAbstract, key: string): void {
  const request = currentRequest();
  if (!request) return;
  const spent = spentIn.get(request) ?? [];
  spent.push({ limiter, key });
  spentIn.set(request, spent);
}

/** The key's budget is whole again: there is nothing to give back to it. */
export function forgetSpent(limiter: RateLimiterAbstract, key: string): void {
  const request = currentRequest();
  const spent = request && spentIn.get(request);
  if (spent) spentIn.set(request, spent.filter((one) => one.limiter !== limiter || one.key !== key));
}

/** One point of the key's was given back: it is not to be given back again. */
export function forgetOneSpent(limiter: RateLimiterAbstract, key: string): void {
  const request = currentRequest();
  const spent = (request && spentIn.get(request)) ?? [];
  const index = spent.findIndex((one) => one.limiter === limiter && one.key === key);
  if (index >= 0) spent.splice(index, 1);
}

/**
 * Gives back what the request being served has spent. For a request that nothing was decided about, since a store is away
 * or the server is busy: it was no guess, and no mail. Where the counters are away themselves, the points stay spent.
 */
export async function giveBackSpent(): Promise<void> {
  const request = currentRequest();
  const spent = request && spentIn.get(request);
  if (!spent) return;
  spentIn.delete(request);
  await Promise.all(spent.map((one) => giveBack(one).catch(() => undefined)));
}

async function giveBack({ limiter, key }: Spending): Promise<void> {
  // A window that has ended meanwhile, or a budget that somebody else made whole, has nothing to take back.
  if (((await limiter.get(key))?.consumedPoints ?? 0) > 0) await limiter.reward(key);
}

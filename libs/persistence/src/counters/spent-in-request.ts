import { currentRequest, type RequestContext } from '@authengine/contracts';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';

interface Spending {
  readonly limiter: RateLimiterAbstract;
  readonly key: string;
}

const spentIn = new WeakMap<RequestContext, Spending[]>();

/** Remembers that the current request took a point. */
export function noteSpent(limiter: RateLimiterAbstract, key: string): void {
  const request = currentRequest();
  if (!request) return;
  const spent = spentIn.get(request) ?? [];
  spent.push({ limiter, key });
  spentIn.set(request, spent);
}

/** The key's budget is full again, so there is nothing to give back. */
export function forgetSpent(limiter: RateLimiterAbstract, key: string): void {
  const request = currentRequest();
  const spent = request && spentIn.get(request);
  if (spent) spentIn.set(request, spent.filter((one) => one.limiter !== limiter || one.key !== key));
}

/** One point of the key was given back, and must not be given back twice. */
export function forgetOneSpent(limiter: RateLimiterAbstract, key: string): void {
  const request = currentRequest();
  const spent = (request && spentIn.get(request)) ?? [];
  const index = spent.findIndex((one) => one.limiter === limiter && one.key === key);
  if (index >= 0) spent.splice(index, 1);
}

/**
 * Gives back the points of the current request. Call it when nothing was decided, because a store is away or the server
 * is busy: the request was no guess and sent no mail. When the counters themselves are away, the points stay spent.
 */
export async function giveBackSpent(): Promise<void> {
  const request = currentRequest();
  const spent = request && spentIn.get(request);
  if (!spent) return;
  spentIn.delete(request);
  await Promise.all(spent.map((one) => giveBack(one).catch(() => undefined)));
}

async function giveBack({ limiter, key }: Spending): Promise<void> {
  // There is nothing to give back when the window has ended or the budget is full again.
  if (((await limiter.get(key))?.consumedPoints ?? 0) > 0) await limiter.reward(key);
}

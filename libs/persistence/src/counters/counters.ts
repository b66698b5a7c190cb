import type { Cluster, Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';

export interface Budget {
  /** Namespaces the keys. */
  readonly name: string;
  readonly points: number;
  readonly windowSeconds: number;
}

export type Spent = { readonly allowed: true; readonly remaining: number } | { readonly allowed: false; readonly retryAfterSeconds: number; readonly attempts: number };

/** An atomic counter of attempts per key within a window. */
export class Counter {
  constructor(private readonly limiter: RateLimiterAbstract) {}

  /** Takes one attempt off the key's budget. */
  async spend(key: string): Promise<Spent> {
    try {
      const { remainingPoints } = await this.limiter.consume(key);
      return { allowed: true, remaining: remainingPoints };
    } catch (refused) {
      if (refused instanceof RateLimiterRes) {
        return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)), attempts: refused.consumedPoints };
      }
      throw refused;
    }
  }

  /** What is left without taking any: 0 when the budget is used up. */
  async remaining(key: string): Promise<number> {
    const state = await this.limiter.get(key);
    return Math.max(0, this.limiter.points - (state?.consumedPoints ?? 0));
  }

  async reset(key: string): Promise<void> {
    await this.limiter.delete(key);
  }
}

/**
 * Makes counters: in Redis where there is one, with a stricter per-process budget while it cannot be
 * reached, so that an outage never lifts a limit.
 */
export class Counters {
  constructor(private readonly redis: Redis | Cluster | null) {}

  counter(budget: Budget): Counter {
    const options = { keyPrefix: `ae:n:${budget.name}`, points: budget.points, duration: budget.windowSeconds };
    if (!this.redis) return new Counter(new RateLimiterMemory(options));
    const insuranceLimiter = new RateLimiterMemory({ ...options, points: Math.max(1, Math.floor(budget.points / 2)) });
    return new Counter(new RateLimiterRedis({ ...options, storeClient: this.redis, rejectIfRedisNotReady: true, insuranceLimiter }));
  }
}

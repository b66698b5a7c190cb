import type { Cluster, Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, type IRateLimiterOptions } from 'rate-limiter-flexible';
import { Counter } from './counter.js';
import { Outage } from './outage.js';

export interface Budget {
  /** The prefix of the keys. */
  readonly name: string;
  readonly points: number;
  readonly windowSeconds: number;
  /** `requests` counts every request, whatever its result. Otherwise a request that ends in 503 costs nothing. */
  readonly of?: 'requests';
}

/**
 * Makes counters. They count in Redis where there is one; while it cannot be reached, each process counts with a
 * smaller budget, so that an outage never lifts a limit. What processes that share a port count for themselves, they
 * share: each has its part of the budget.
 */
export class Counters {
  private readonly outage = new Outage();

  /** @param processes how many share a port */
  constructor(
    private readonly redis: Redis | Cluster | null,
    private readonly processes = 1,
  ) {}

  counter(budget: Budget): Counter {
    const options = { keyPrefix: `ae:n:${budget.name}`, points: budget.points, duration: budget.windowSeconds };
    const givesBack = budget.of !== 'requests';
    if (!this.redis) return new Counter(this.inMemory(options, 1), undefined, givesBack);
    const limiter = this.inMemory(options, 2);
    return new Counter(new RateLimiterRedis({ ...options, storeClient: this.redis, rejectIfRedisNotReady: true }), { limiter, outage: this.outage }, givesBack);
  }

  private inMemory(options: IRateLimiterOptions & { readonly points: number }, divisor: number): RateLimiterMemory {
    return new RateLimiterMemory({ ...options, points: Math.max(1, Math.floor(options.points / (divisor * this.processes))) });
  }
}

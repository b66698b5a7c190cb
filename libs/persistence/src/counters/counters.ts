import type { Cluster, Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { Counter } from './counter.js';
import { Outage } from './outage.js';

export interface Budget {
  /** Namespaces the keys. */
  readonly name: string;
  readonly points: number;
  readonly windowSeconds: number;
  /** `requests`: counts them whatever becomes of them. Else a request that is answered 503 has spent nothing. */
  readonly of?: 'requests';
}

/**
 * Makes counters: in Redis where there is one, with a stricter per-process budget while it cannot be
 * reached, so that an outage never lifts a limit.
 */
export class Counters {
  private readonly outage = new Outage();

  constructor(private readonly redis: Redis | Cluster | null) {}

  counter(budget: Budget): Counter {
    const options = { keyPrefix: `ae:n:${budget.name}`, points: budget.points, duration: budget.windowSeconds };
    const givesBack = budget.of !== 'requests';
    if (!this.redis) return new Counter(new RateLimiterMemory(options), undefined, givesBack);
    const limiter = new RateLimiterMemory({ ...options, points: Math.max(1, Math.floor(budget.points / 2)) });
    return new Counter(new RateLimiterRedis({ ...options, storeClient: this.redis, rejectIfRedisNotReady: true }), { limiter, outage: this.outage }, givesBack);
  }
}

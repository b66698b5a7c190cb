import type { Cluster, Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';

export interface Budget {
  /** Namespaces the keys. */
  readonly name: string;
  readonly points: number;
  readonly windowSeconds: number;
}

export type Spent = { readonly allowed: true; readonly remaining: number } | { readonly allowed: false; readonly retryAfterSeconds: number; readonly attempts: number };

/** How long Redis is not asked again after it failed to answer: a request that counts often waits for it once. */
const OUTAGE_MS = 2_000;

/** Whether Redis has failed to answer a moment ago, for all counters of the process. */
class Outage {
  private endsAt = 0;

  get lasts(): boolean {
    return performance.now() < this.endsAt;
  }

  begin(): void {
    this.endsAt = performance.now() + OUTAGE_MS;
  }
}

/** What counts instead while Redis does not answer. */
interface StandIn {
  readonly limiter: RateLimiterAbstract;
  readonly outage: Outage;
}

/** An atomic counter of attempts per key within a window. */
export class Counter {
  constructor(
    private readonly limiter: RateLimiterAbstract,
    private readonly standIn?: StandIn,
  ) {}

  /** Takes one attempt off the key's budget. */
  async spend(key: string): Promise<Spent> {
    try {
      const { remainingPoints } = await this.ask((limiter) => limiter.consume(key));
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
    const state = await this.ask((limiter) => limiter.get(key));
    return Math.max(0, this.limiter.points - (state?.consumedPoints ?? 0));
  }

  async reset(key: string): Promise<void> {
    await this.ask((limiter) => limiter.delete(key));
  }

  private async ask<T>(question: (limiter: RateLimiterAbstract) => Promise<T>): Promise<T> {
    const { standIn } = this;
    if (!standIn) return question(this.limiter);
    if (standIn.outage.lasts) return question(standIn.limiter);
    try {
      return await question(this.limiter);
    } catch (error) {
      if (error instanceof RateLimiterRes) throw error;
      standIn.outage.begin();
      return question(standIn.limiter);
    }
  }
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
    if (!this.redis) return new Counter(new RateLimiterMemory(options));
    const limiter = new RateLimiterMemory({ ...options, points: Math.max(1, Math.floor(budget.points / 2)) });
    return new Counter(new RateLimiterRedis({ ...options, storeClient: this.redis, rejectIfRedisNotReady: true }), { limiter, outage: this.outage });
  }
}

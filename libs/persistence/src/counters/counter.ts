import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Outage } from './outage.js';
import { forgetOneSpent, forgetSpent, noteSpent } from './spent-in-request.js';

export type Spent = { readonly allowed: true; readonly remaining: number } | { readonly allowed: false; readonly retryAfterSeconds: number; readonly attempts: number };

/** The counter for the time while Redis does not answer. */
export interface StandIn {
  readonly limiter: RateLimiterAbstract;
  readonly outage: Outage;
}

/** An atomic counter of attempts per key within a window. */
export class Counter {
  constructor(
    private readonly limiter: RateLimiterAbstract,
    private readonly standIn?: StandIn,
    /** Whether a request that ends in 503 gets its points back. */
    private readonly givesBack = true,
  ) {}

  /** Takes one attempt from the key's budget. */
  async spend(key: string): Promise<Spent> {
    try {
      const { remainingPoints } = await this.ask(async (limiter) => {
        const spent = await limiter.consume(key);
        if (this.givesBack) noteSpent(limiter, key);
        return spent;
      });
      return { allowed: true, remaining: remainingPoints };
    } catch (refused) {
      if (refused instanceof RateLimiterRes) {
        return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)), attempts: refused.consumedPoints };
      }
      throw refused;
    }
  }

  /** Gives back one attempt that had no result. */
  async giveBack(key: string): Promise<void> {
    await this.ask(async (limiter) => {
      await limiter.reward(key);
      forgetOneSpent(limiter, key);
    });
  }

  /** The rest of the budget, without taking any; 0 when it is used up. */
  async remaining(key: string): Promise<number> {
    return this.ask(async (limiter) => Math.max(0, limiter.points - ((await limiter.get(key))?.consumedPoints ?? 0)));
  }

  async reset(key: string): Promise<void> {
    await this.ask(async (limiter) => {
      await limiter.delete(key);
      forgetSpent(limiter, key);
    });
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

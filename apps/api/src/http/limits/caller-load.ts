import { RequestErrors } from '@authengine/contracts';
import type { DomainError } from '@authengine/kernel';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Turns } from './turns.js';

const MINUTE_SECONDS = 60;
const MAX_WAIT_MS = 3_000;
/** A turn comes within milliseconds, unless the caller goes on as before. */
const RETRY_SECONDS = 1;

export interface LoadLimits {
  readonly atOnce: number;
  readonly waiting: number;
  readonly perMinute: number;
}

/**
 * What each caller of one kind asks of this process. Counted in its memory: it is this process that must
 * not be slowed, and asking a store about every request would slow it.
 */
export class CallerLoad {
  private readonly turns: Turns;
  private readonly rate: RateLimiterMemory;

  constructor({ atOnce, waiting, perMinute }: LoadLimits) {
    this.turns = new Turns({ atOnce, waiting, maxWaitMs: MAX_WAIT_MS });
    this.rate = new RateLimiterMemory({ points: perMinute, duration: MINUTE_SECONDS });
  }

  get counts(): Turns['counts'] {
    return this.turns.counts;
  }

  /** What gives the turn back once the request is over, or the refusal of one that goes too far. */
  async enter(key: string): Promise<(() => void) | DomainError> {
    const refused = await this.spend(key);
    if (refused) return refused;
    if (!(await this.turns.take(key))) {
      return RequestErrors.rate_limited({ detail: 'Too many requests at once; send the next ones when these are answered.', retryAfterSeconds: RETRY_SECONDS });
    }
    return () => {
      this.turns.leave(key);
    };
  }

  private async spend(key: string): Promise<DomainError | undefined> {
    try {
      await this.rate.consume(key);
      return undefined;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      return RequestErrors.rate_limited({ retryAfterSeconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) });
    }
  }
}

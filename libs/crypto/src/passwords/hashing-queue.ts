import { availableParallelism } from 'node:os';
import { ServerErrors } from '@authengine/contracts';
import type { DomainError } from '@authengine/kernel';

export interface HashingLimits {
  /** Hashes computed at the same time. */
  readonly concurrency: number;
  /** The longest wait, in ms; a caller who would wait longer is refused. */
  readonly maxWaitMs: number;
  /** The assumed time of one hash, in ms, until one has been measured. */
  readonly expectedMs: number;
}

/** bcrypt at cost 10 on one core, as measured; each step of cost doubles it. */
const COST_10_MS = 42;
/** Weight of the newest measurement in the running average. */
const NEWEST = 0.2;

/**
 * One core stays free for requests, and nobody waits for more than about two seconds.
 * @param processes how many share the cores
 */
export function hashingLimits(cost: number, processes = 1): HashingLimits {
  return { concurrency: Math.max(1, Math.floor((availableParallelism() - 1) / processes)), maxWaitMs: 2_000, expectedMs: COST_10_MS * 2 ** (cost - 10) };
}

/**
 * Runs a limited number of hashes at once and lets a limited number wait, in order of arrival. A caller who would wait
 * longer than the limit, by the measured cost of a hash, is refused at once. So under a flood the admitted callers are
 * served, instead of everyone timing out.
 */
export class HashingQueue {
  private running = 0;
  private meanMs: number;
  private announced = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly limits: HashingLimits) {
    this.meanMs = limits.expectedMs;
  }

  get inWork(): number {
    return this.running;
  }

  /** Jobs that wait, without those that run. */
  get length(): number {
    return this.waiting.length;
  }

  /**
   * Announces a job before any lookup is done for it, so that a flood is refused early. The returned function withdraws
   * the announcement; call it when the job has ended or will not come.
   * @throws ServerErrors.busy when the job would wait too long behind those that run, wait or are announced
   */
  announce(): () => void {
    if (this.isFull) throw this.busy();
    this.announced += 1;
    let standing = true;
    return () => {
      if (standing) this.announced -= 1;
      standing = false;
    };
  }

  /** Whether a job announced now would be refused. */
  get isFull(): boolean {
    return this.isTooLong(this.waitMsBehind(this.aheadOfAnnounced));
  }

  /**
   * The refusal. Its stack is left out: refusals come by the hundred, all from here, so a stack tells nothing and would
   * be a fifth of their cost.
   */
  busy(ahead = this.aheadOfAnnounced): DomainError {
    const retryAfterSeconds = Math.max(1, Math.ceil(this.waitMsBehind(ahead) / 1_000));
    return withoutStack(() => ServerErrors.busy({ retryAfterSeconds, log: { queue: 'password-hashing', ahead } }));
  }

  /** @throws ServerErrors.busy before the job starts, when it would wait too long */
  async run<T>(job: () => Promise<T>): Promise<T> {
    await this.enter();
    const began = performance.now();
    try {
      return await job();
    } finally {
      this.meanMs += NEWEST * (performance.now() - began - this.meanMs);
      this.leave();
    }
  }

  private enter(): Promise<void> | undefined {
    if (this.running < this.limits.concurrency) {
      this.running += 1;
      return undefined;
    }
    const ahead = this.running + this.waiting.length;
    if (this.isTooLong(this.waitMsBehind(ahead))) throw this.busy(ahead);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private get aheadOfAnnounced(): number {
    return Math.max(this.announced, this.running + this.waiting.length);
  }

  /** @param ahead the number of jobs before this one */
  private waitMsBehind(ahead: number): number {
    const { concurrency } = this.limits;
    return ahead < concurrency ? 0 : ((ahead - concurrency + 1) / concurrency) * this.meanMs;
  }

  private isTooLong(waitMs: number): boolean {
    return waitMs > this.limits.maxWaitMs;
  }

  /** The place goes to the next in line, so no newcomer can take it. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running -= 1;
  }
}

function withoutStack<T extends Error>(make: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

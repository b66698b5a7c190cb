import { availableParallelism } from 'node:os';
import { ServerErrors } from '@authengine/contracts';
import type { DomainError } from '@authengine/kernel';

export interface HashingLimits {
  /** Hashes computed at the same time. */
  readonly concurrency: number;
  /** Longest wait, in ms, that a caller is let in for. */
  readonly maxWaitMs: number;
  /** How long one hash takes, in ms, until it has been measured. */
  readonly expectedMs: number;
}

/** bcrypt at cost 10 on one core, as measured; each step of cost doubles it. */
const COST_10_MS = 42;
/** Weight of the newest measurement in the running mean. */
const NEWEST = 0.2;

/** One core stays free for requests; nobody waits for more than about two seconds. */
export function hashingLimits(cost: number): HashingLimits {
  return { concurrency: Math.max(1, availableParallelism() - 1), maxWaitMs: 2_000, expectedMs: COST_10_MS * 2 ** (cost - 10) };
}

/**
 * Lets a bounded number of hashes run and a bounded number wait, in order of arrival. Whoever would
 * wait longer than the limit, by the measured cost of a hash, is refused at once: under a flood the
 * honest part of it is served instead of everyone timing out.
 */
export class HashingQueue {
  private running = 0;
  private meanMs: number;
  private announced = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly limits: HashingLimits) {
    this.meanMs = limits.expectedMs;
  }

  /** Jobs that wait; those running not counted. */
  get length(): number {
    return this.waiting.length;
  }

  /**
   * Announces a job to come, so that a flood is refused before anything is looked up for it. The
   * function that it gives takes the announcement back, and must be called once the job is over or will not come.
   * @throws ServerErrors.busy when it would have to wait too long behind those that run, wait or are announced
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

  /** Whether a job that is announced now is refused. */
  get isFull(): boolean {
    return this.isTooLong(this.waitMsBehind(this.aheadOfAnnounced));
  }

  /** What it is refused with. Refusals come by the hundred and all from here: a stack tells nothing, and taking it is a fifth of what one costs. */
  busy(ahead = this.aheadOfAnnounced): DomainError {
    const retryAfterSeconds = Math.max(1, Math.ceil(this.waitMsBehind(ahead) / 1_000));
    return withoutStack(() => ServerErrors.busy({ retryAfterSeconds, log: { queue: 'password-hashing', ahead } }));
  }

  /** @throws ServerErrors.busy before the job is begun, when it would have to wait too long */
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

  /** @param ahead how many there are that the job would come after */
  private waitMsBehind(ahead: number): number {
    const { concurrency } = this.limits;
    return ahead < concurrency ? 0 : ((ahead - concurrency + 1) / concurrency) * this.meanMs;
  }

  private isTooLong(waitMs: number): boolean {
    return waitMs > this.limits.maxWaitMs;
  }

  /** The place goes to the next in line, so nobody who comes in between can take it. */
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

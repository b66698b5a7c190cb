import type { Clock } from '../clock/clock.js';

interface Timer {
  readonly at: number;
  readonly work: () => void;
  readonly order: number;
}

/** A clock that stands until a test advances it. */
export class VirtualClock implements Clock {
  private now: number;
  private timers: Timer[] = [];
  private order = 0;

  constructor(start = Date.UTC(2030, 0, 1)) {
    this.now = start;
  }

  wall(): number {
    return this.now;
  }

  monotonic(): number {
    return this.now;
  }

  after(ms: number, work: () => void): () => void {
    const timer = { at: this.now + Math.max(0, ms), work, order: (this.order += 1) };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Lets the time pass, and does what is due on the way, in its order. */
  async advance(ms: number): Promise<void> {
    const end = this.now + ms;
    await settled();
    for (let next = this.next(end); next; next = this.next(end)) {
      this.now = Math.max(this.now, next.at);
      this.timers = this.timers.filter((timer) => timer !== next);
      next.work();
      await settled();
    }
    this.now = end;
  }

  private next(end: number): Timer | undefined {
    return this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0];
  }
}

/** What was begun has gone as far as it goes without the time. */
async function settled(): Promise<void> {
  for (let i = 0; i < 10; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Long enough to be worth a turn of the event loop, and short beside what others wait for anyway: about a millisecond. */
const AT_A_TIME = 8;

/**
 * Spreads work that comes in waves over turns of the event loop, in order of arrival, so that requests which arrive meanwhile are
 * answered in between.
 */
export class SpreadWork {
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly atATime = AT_A_TIME) {}

  /** Resolves when it is this work's turn. */
  turn(): Promise<void> {
    return new Promise((resolve) => {
      if (this.waiting.push(resolve) === 1) this.goOn();
    });
  }

  private goOn(): void {
    setImmediate(() => {
      for (const resolve of this.waiting.splice(0, this.atATime)) resolve();
      if (this.waiting.length > 0) this.goOn();
    });
  }
}

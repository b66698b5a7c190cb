export interface TurnLimits {
  /** Requests of one key that are worked on at the same time. */
  readonly atOnce: number;
  /** How many more of them may wait, in order of arrival, … */
  readonly waiting: number;
  /** … and for how long. */
  readonly maxWaitMs: number;
}

interface Line {
  running: number;
  readonly waiting: Set<() => void>;
}

/**
 * Lets so many requests of one key be worked on at once; the next ones wait their turn. What one caller
 * can hold of the process, and of its connections to the stores, is bounded, and whoever sends a burst is still answered.
 */
export class Turns {
  private readonly lines = new Map<string, Line>();

  constructor(private readonly limits: TurnLimits) {}

  get counts(): { readonly in_work: number; readonly waiting: number } {
    let [running, waiting] = [0, 0];
    for (const line of this.lines.values()) {
      running += line.running;
      waiting += line.waiting.size;
    }
    return { in_work: running, waiting };
  }

  /** True when the turn has come, to be given back by `leave`; false for one too many, or one that waited too long. */
  take(key: string): true | false | Promise<boolean> {
    const line = this.lineOf(key);
    if (line.running < this.limits.atOnce) {
      line.running += 1;
      return true;
    }
    return line.waiting.size < this.limits.waiting && this.wait(line);
  }

  /** The turn goes to the next in line, so that nobody who comes in between takes it. */
  leave(key: string): void {
    const line = this.lineOf(key);
    const [next] = line.waiting;
    if (next) {
      line.waiting.delete(next);
      next();
      return;
    }
    line.running -= 1;
    if (line.running <= 0) this.lines.delete(key);
  }

  private lineOf(key: string): Line {
    let line = this.lines.get(key);
    if (!line) this.lines.set(key, (line = { running: 0, waiting: new Set() }));
    return line;
  }

  private wait(line: Line): Promise<boolean> {
    return new Promise((resolve) => {
      const turn = (): void => {
        clearTimeout(patience);
        resolve(true);
      };
      const patience = setTimeout(() => {
        line.waiting.delete(turn);
        resolve(false);
      }, this.limits.maxWaitMs);
      line.waiting.add(turn);
    });
  }
}

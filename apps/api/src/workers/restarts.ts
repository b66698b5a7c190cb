const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** Who has served for so long did not end because of how it started. */
const SETTLED_MS = 60_000;
/** So many starts in a row that came to nothing are no accident. */
const HOPELESS = 5;

/** How a worker's place is filled again: soon after a first end, later with each further one. */
export class Restarts {
  private ended = 0;
  private unstarted = 0;

  /**
   * In how many ms the next one starts.
   * @param servedMs how long the one that ended had listened; undefined when it never did
   */
  delayAfter(servedMs: number | undefined): number {
    this.unstarted = servedMs === undefined ? this.unstarted + 1 : 0;
    if (servedMs !== undefined && servedMs >= SETTLED_MS) this.ended = 0;
    this.ended += 1;
    return Math.min(LONGEST_MS, FIRST_MS * 2 ** (this.ended - 1));
  }

  /** Whether another start is as good as sure to come to nothing, too. */
  get hopeless(): boolean {
    return this.unstarted >= HOPELESS;
  }
}

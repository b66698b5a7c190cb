const FIRST_MS = 250;
const LONGEST_MS = 15_000;

/** The pause after a dependency failed: twice as long after each failure, up to 15 s. */
export class BackOff {
  private failures = 0;
  private until = 0;

  get waiting(): boolean {
    return performance.now() < this.until;
  }

  /** Whether to log this failure: the first, the second, the fourth … */
  failed(): boolean {
    this.failures += 1;
    this.until = performance.now() + Math.min(FIRST_MS * 2 ** (this.failures - 1), LONGEST_MS);
    return (this.failures & (this.failures - 1)) === 0;
  }

  /** Returns whether there were failures before. */
  succeeded(): boolean {
    const recovered = this.failures > 0;
    this.failures = 0;
    this.until = 0;
    return recovered;
  }
}

/** How long Redis is not asked again after it failed to answer: a request that counts often waits for it once. */
const OUTAGE_MS = 2_000;

/** Whether Redis has failed to answer a moment ago, for all counters of the process. */
export class Outage {
  private endsAt = 0;

  get lasts(): boolean {
    return performance.now() < this.endsAt;
  }

  begin(): void {
    this.endsAt = performance.now() + OUTAGE_MS;
  }
}

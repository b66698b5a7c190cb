/**
 * After Redis failed to answer, it is not asked again for this long: a request that counts several times waits only
 * once.
 */
const OUTAGE_MS = 2_000;

/** Whether Redis failed to answer just now; shared by all counters of the process. */
export class Outage {
  private endsAt = 0;

  get lasts(): boolean {
    return performance.now() < this.endsAt;
  }

  begin(): void {
    this.endsAt = performance.now() + OUTAGE_MS;
  }
}

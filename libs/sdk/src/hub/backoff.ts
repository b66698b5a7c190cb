const FIRST_MS = 50;

/** Full jitter, so that many services that failed together do not come back together. `attempt` counts from 0. */
export function backoff(attempt: number, most: number, random: () => number = Math.random): number {
  return random() * Math.min(most, FIRST_MS * 2 ** attempt);
}

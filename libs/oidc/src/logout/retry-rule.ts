const FIRST_MS = 5_000;
const LONGEST_MS = 3_600_000;

/** Over a day in all: five seconds, then twice as long each time, an hour at most. */
export const MAX_ATTEMPTS = 34;

/** How long after the so-manieth attempt the next one is due. */
export function retryAfterMs(attempts: number): number {
  return Math.min(FIRST_MS * 2 ** (attempts - 1), LONGEST_MS);
}

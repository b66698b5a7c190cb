const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** The pause after the first attempt, the second …; the last one repeats. */
const PAUSES_MS = [5 * SECOND_MS, 30 * SECOND_MS, 2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS] as const;
const JITTER = 0.1;
const LONGEST_PAUSE_OF_WEBHOOK_MS = 5 * MINUTE_MS;

export const RETRY_FOR_MS = 72 * HOUR_MS;

/**
 * When to send a message again whose attempt number `attempts` failed at `now`; `random` in [0, 1) keeps messages apart. The last
 * attempt is at the end of the three days. Null after that.
 */
export function nextAttemptAt({ attempts, queuedAt }: { readonly attempts: number; readonly queuedAt: Date }, now: Date, random: number): Date | null {
  const end = queuedAt.getTime() + RETRY_FOR_MS;
  if (now.getTime() >= end) return null;
  const pause = PAUSES_MS[Math.min(attempts, PAUSES_MS.length) - 1] ?? PAUSES_MS[0];
  return new Date(Math.min(now.getTime() + Math.round(pause * (1 + JITTER * random)), end));
}

/** The pause of a webhook after so many failures in a row, whatever else is due there: a receiver that is away is not pressed. */
export function pauseAfter(failures: number): number {
  return Math.min(SECOND_MS * 2 ** Math.min(failures - 1, 20), LONGEST_PAUSE_OF_WEBHOOK_MS);
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Verifiers keep the published keys for five minutes, and nodes read them anew every half a minute. */
const PUBLISHED_MS = 10 * MINUTE_MS;
/** Nothing that a key signs lives longer (an access token of at most a day), and clocks differ. */
const SIGNED_LIVES_MS = DAY_MS + 10 * MINUTE_MS;

/** Whether every verifier can know the key: it was shown long enough before it signs anything. */
export function isPublished(createdAt: Date, now: Date): boolean {
  return now.getTime() - createdAt.getTime() >= PUBLISHED_MS;
}

export function isRotationDue(currentSince: Date, days: number, now: Date): boolean {
  return now.getTime() - currentSince.getTime() >= days * DAY_MS;
}

/** Whether nothing that the key signed can still be good. */
export function isOutlived(retiredAt: Date, now: Date): boolean {
  return now.getTime() - retiredAt.getTime() >= SIGNED_LIVES_MS;
}

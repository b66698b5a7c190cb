const MINUTE_MS = 60_000;
const LONGEST_MS = 60 * MINUTE_MS;
const GIVE_UP_AFTER_MS = 24 * 60 * MINUTE_MS;
const JITTER = 0.25;

/**
 * The next attempt for a mail whose attempt number `attempts` failed at `now`: after 1, 2, 4 … 60 minutes, plus up to a
 * quarter (`random` in [0, 1)), so that mails that failed together do not return together. Null when that would be more
 * than 24 hours after the mail was queued.
 */
export function nextAttemptAt(mail: { readonly attempts: number; readonly createdAt: Date }, now: Date, random: number): Date | null {
  const delay = Math.min(MINUTE_MS * 2 ** Math.min(mail.attempts - 1, 10), LONGEST_MS) * (1 + JITTER * random);
  const next = now.getTime() + Math.round(delay);
  return next - mail.createdAt.getTime() > GIVE_UP_AFTER_MS ? null : new Date(next);
}

const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;
const GIVE_UP_AFTER_MS = 24 * 3_600_000;

/** When a request whose `attempts`th attempt failed at `now` is tried again: after 1, 2, 4 … 300 seconds. Null once that would be more than a day after it was made. */
export function nextTryAt({ attempts, createdAt }: { readonly attempts: number; readonly createdAt: Date }, now: Date): Date | null {
  const next = now.getTime() + Math.min(FIRST_MS * 2 ** Math.min(attempts - 1, 10), LONGEST_MS);
  return next - createdAt.getTime() > GIVE_UP_AFTER_MS ? null : new Date(next);
}

const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;
const GIVE_UP_AFTER_MS = 24 * 3_600_000;

/**
 * The next attempt for a request whose attempt number `attempts` failed at `now`: after 1, 2, 4 … 300 seconds. Null
 * when that would be more than a day after the request.
 */
export function nextTryAt({ attempts, createdAt }: { readonly attempts: number; readonly createdAt: Date }, now: Date): Date | null {
  const next = now.getTime() + Math.min(FIRST_MS * 2 ** Math.min(attempts - 1, 10), LONGEST_MS);
  return next - createdAt.getTime() > GIVE_UP_AFTER_MS ? null : new Date(next);
}

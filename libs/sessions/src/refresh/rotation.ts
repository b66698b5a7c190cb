/** For this long the direct predecessor gets the same successor again, because its client may have lost the answer. */
export const SUCCESSOR_GRACE_MS = 10_000;

export type Rotation =
  /** The token is the current one: the counter moves on. */
  | 'rotate'
  /** An honest retry: the same successor again. */
  | 'replay'
  /** An older token was used again: one of its two holders is not the client (RFC 9700 section 4.14.2). */
  | 'reused'
  /** The counter was never reached, as after a restore of the database. */
  | 'unknown';

/** What to do with a genuine refresh token of a live session. Only counters decide; the clock limits just the retry. */
export function rotationFor(tokenCounter: number, session: { readonly counter: number; readonly rotatedAtMs: number }, nowMs: number): Rotation {
  if (tokenCounter === session.counter) return 'rotate';
  if (tokenCounter > session.counter) return 'unknown';
  const sinceMs = nowMs - session.rotatedAtMs;
  return tokenCounter === session.counter - 1 && sinceMs <= SUCCESSOR_GRACE_MS ? 'replay' : 'reused';
}

/** A statement that takes longer has a fault; the caller gets a 503 within three seconds. */
export const STATEMENT_MS = 2_000;

/** The limits of every session on the server, in milliseconds. */
export const SESSION_LIMITS = {
  statement_timeout: STATEMENT_MS,
  lock_timeout: STATEMENT_MS,
  idle_in_transaction_session_timeout: 10_000,
} as const;

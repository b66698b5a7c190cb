import type { AuthStrategy } from '@authengine/contracts';

/** The part of an account that the owner disowns: everything that came with another person's session. */
export interface Disowned {
  /**
   * Things added after this moment may belong to the other person. It is when the session began, or when the mail was
   * sent.
   */
  readonly since: Date;
  /** How that session was opened, if there was one; whoever used that way since then was the other person. */
  readonly cameIn: { readonly strategy: AuthStrategy; readonly usedSince: Date } | null;
}

/** The same, in the payload of a mailed link. */
export interface DisownableOrigin {
  readonly session_began?: string | null;
  readonly strategy?: AuthStrategy | null;
}

/** The mail's token is written a moment after the event that the mail reports. */
const MARGIN_MS = 60_000;
/** A way to sign in is used before its session begins: a challenge and an exchange may come between. */
const SIGN_IN_MS = 10 * 60_000;

/** What a link disowns when it was mailed at `toldAt`. */
export function disownedBy({ session_began, strategy }: DisownableOrigin, toldAt: Date): Disowned {
  const began = session_began ? new Date(session_began) : toldAt;
  const since = new Date(Math.min(began.getTime(), toldAt.getTime()) - MARGIN_MS);
  return { since, cameIn: strategy ? { strategy, usedSince: new Date(began.getTime() - SIGN_IN_MS) } : null };
}

import type { AuthStrategy } from '@authengine/contracts';

/** What an owner disowns: everything that came to the account with somebody who was not them. */
export interface Disowned {
  /** What was added from then on may be another's: the session of what the mail told of began then, or the mail went out. */
  readonly since: Date;
  /** The way in by which that session began, where it began one: what was used of it since then is another's too. */
  readonly cameIn: { readonly strategy: AuthStrategy; readonly usedSince: Date } | null;
}

/** As it waits in the payload of a mailed link. */
export interface DisownableOrigin {
  readonly session_began?: string | null;
  readonly strategy?: AuthStrategy | null;
}

/** The mail's token is written a moment after what the mail tells of. */
const MARGIN_MS = 60_000;
/** A way in is used before its session begins: by a challenge's time and an exchange's. */
const SIGN_IN_MS = 10 * 60_000;

/** What a link disowns that was mailed at `toldAt`. */
export function disownedBy({ session_began, strategy }: DisownableOrigin, toldAt: Date): Disowned {
  const began = session_began ? new Date(session_began) : toldAt;
  const since = new Date(Math.min(began.getTime(), toldAt.getTime()) - MARGIN_MS);
  return { since, cameIn: strategy ? { strategy, usedSince: new Date(began.getTime() - SIGN_IN_MS) } : null };
}

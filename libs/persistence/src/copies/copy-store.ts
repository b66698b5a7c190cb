/**
 * A value that Postgres owns, as kept in the copies. Of two with the same key the higher version
 * wins, in whatever order they arrive.
 */
export interface Copy {
  readonly key: string;
  readonly version: number;
  /** Short, not JSON; its owner reads and writes the form. */
  readonly value: string;
  /** The id of the user, tenant or key that the copy tells of. */
  readonly subject: string;
}

export interface CopyRead {
  readonly version: number;
  readonly value: string;
}

/** What makes a store right again: changes that no copy in it may be older than, and the epoch of the newest. */
export interface Replay {
  readonly copies: readonly Copy[];
  readonly epoch: number;
}

/** Where copies are kept. One contract suite runs against every store. */
export abstract class CopyStore {
  /** Whether other processes read and write the same copies. */
  abstract readonly shared: boolean;

  /**
   * One round trip, in the order of the keys. Rejects within a second when the store can't be reached, and when it is
   * not, or no longer, what the last `establish` made of it: another server, emptied, or older than what it once held.
   */
  abstract read(keys: readonly string[]): Promise<(CopyRead | null)[]>;

  /**
   * Writes each copy unless a same or newer version is there; it lives `ttlMs`. Raises the store's epoch to `epoch`, the
   * number of the newest change among them. Rejects when one could not be written.
   */
  abstract write(copies: readonly Copy[], ttlMs: number, epoch?: number): Promise<void>;

  /**
   * Makes the store trustworthy: from the moment of the call nothing is lost from it, and all that `replay` then reads is
   * in it. Rejects when that can't be said, because the store was lost or emptied meanwhile.
   */
  abstract establish(replay: () => Promise<Replay>, ttlMs: number): Promise<number>;

  /** Rejects as `read` does. Looks at all of the store, for losses that make no noise. */
  abstract check(): Promise<void>;

  /** `listener` is told whenever what was written before may be gone or old: a lost connection, a failover. */
  abstract onInterruption(listener: () => void): void;
}

/** The store holds what it should not, or not what it should: it was emptied, restored, or is another one. */
export class CopiesLost extends Error {}

export function encodeCopy(version: number, value: string): string {
  return `${version}|${value}`;
}

export function decodeCopy(text: string | null): CopyRead | null {
  if (text === null) return null;
  const bar = text.indexOf('|');
  const version = Number(text.slice(0, bar));
  return bar > 0 && Number.isSafeInteger(version) ? { version, value: text.slice(bar + 1) } : null;
}

/**
 * A value that Postgres owns, as kept in the copies. Of two with the same key the higher version
 * wins, in whatever order they arrive.
 */
export interface Copy {
  readonly key: string;
  readonly version: number;
  /** Short, not JSON; its owner reads and writes the form. */
  readonly value: string;
}

export interface CopyRead {
  readonly version: number;
  readonly value: string;
}

/** Where copies are kept. One contract suite runs against every store. */
export abstract class CopyStore {
  /** Whether other processes read and write the same copies. */
  abstract readonly shared: boolean;

  /** One round trip, in the order of the keys. Rejects within a second when the store can't be reached. */
  abstract read(keys: readonly string[]): Promise<(CopyRead | null)[]>;

  /** Writes each copy unless a same or newer version is there; it lives `ttlMs`. Rejects when one could not be written. */
  abstract write(copies: readonly Copy[], ttlMs: number): Promise<void>;

  /** `listener` is told whenever what was written before may be gone or old: a lost connection, a failover. */
  abstract onInterruption(listener: () => void): void;

  /** Looks for interruptions that make no noise, such as another server behind the same address. */
  abstract checkIdentity(): Promise<void>;
}

export function encodeCopy(version: number, value: string): string {
  return `${version}|${value}`;
}

export function decodeCopy(text: string | null): CopyRead | null {
  if (text === null) return null;
  const bar = text.indexOf('|');
  const version = Number(text.slice(0, bar));
  return bar > 0 && Number.isSafeInteger(version) ? { version, value: text.slice(bar + 1) } : null;
}

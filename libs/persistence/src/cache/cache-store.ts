import type { Taking } from '@authengine/kernel';

/** A cache entry of a value that Postgres owns. Of two with the same key the higher version wins, in any order of arrival. */
export interface CacheEntry {
  readonly key: string;
  readonly version: number;
  /** Short, not JSON; its owner defines the form. */
  readonly value: string;
  /** The id of the user, tenant or key that the cache entry describes. */
  readonly subject: string;
}

export interface CachedValue {
  readonly version: number;
  readonly value: string;
}

/** The data that repairs a store: all changes that its cache entries must include, and the epoch of the newest. */
export interface Replay {
  readonly entries: readonly CacheEntry[];
  readonly epoch: number;
}

/** A store of cache entries. One contract suite runs against every store. */
export abstract class CacheStore {
  /** Whether other processes read and write the same cache. */
  abstract readonly shared: boolean;

  /** How the store chooses entries that it throws away before their time; undefined where it keeps them. Known after `establish`. */
  abstract readonly evictionPolicy: string | undefined;

  /**
   * One round trip; the answers are in the order of the keys. Fails within a second when the store cannot be reached,
   * or is not as the last `establish` left it: another server, emptied, or older than before.
   */
  abstract take(keys: readonly string[]): Taking<(CachedValue | null)[]>;

  /**
   * Writes changed cache entries for `ttlMs`, each unless the same or a newer version is there, and in the same step a new
   * stamp of each of their kinds (`stamps.ts`). Raises the store's epoch to `epoch`, the number of the newest change among
   * them. Rejects when a cache entry could not be written.
   */
  abstract write(entries: readonly CacheEntry[], ttlMs: number, epoch?: number): Promise<void>;

  /** As `write`, for what was read and is no change: stamps stay as they are. */
  abstract offer(entries: readonly CacheEntry[], ttlMs: number): Promise<void>;

  /**
   * Makes the store trustworthy: it contains everything that `replay` reads, has lost nothing since the call, and all stamps
   * are new.
   * Rejects when that is uncertain, because the store was lost or emptied meanwhile.
   */
  abstract establish(replay: () => Promise<Replay>, ttlMs: number): Promise<number>;

  /** Rejects as `take` fails. Looks at the whole store, for silent losses. */
  abstract check(): Promise<void>;

  /** `listener` is called whenever written entries may be gone or outdated: a lost connection, a failover. */
  abstract onInterruption(listener: () => void): void;
}

/** The store was emptied, restored or replaced, so its content is wrong. */
export class CacheLost extends Error {}

export function encodeEntry(version: number, value: string): string {
  return `${version}|${value}`;
}

export function decodeEntry(text: string | null): CachedValue | null {
  if (text === null) return null;
  const bar = text.indexOf('|');
  const version = Number(text.slice(0, bar));
  return bar > 0 && Number.isSafeInteger(version) ? { version, value: text.slice(bar + 1) } : null;
}

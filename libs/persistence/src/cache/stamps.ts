import { randomBytes } from 'node:crypto';
import type { CacheEntry } from './cache-store.js';

/**
 * The kinds of cache entries that have a stamp: one more cache entry, which is another one after each change of any entry
 * of the kind. Who has looked at all of them under a stamp need not look again while that stamp stands. Every entry of such
 * a kind is in the same bucket as the stamp, so a change writes both in one step. Here: tenants.
 */
const STAMPED = ['t'];

/** The key of the stamp of an entry's kind, or of the stamp itself; undefined when the kind has none. */
export function stampKeyOf(key: string): string | undefined {
  return STAMPED.find((kind) => key === kind || key.startsWith(`${kind}:`));
}

/** The keys of the stamps that a change of these entries renews. */
export function stampKeysOf(entries: readonly CacheEntry[]): string[] {
  return [...new Set(entries.flatMap(({ key }) => stampKeyOf(key) ?? []))];
}

export const allStampKeys: readonly string[] = STAMPED;

/** A stamp that never was: a store that lost a change and counts on must not come to an earlier number again. */
export function newStamp(key: string): CacheEntry {
  return { key, version: 0, value: randomBytes(12).toString('base64url'), subject: '' };
}

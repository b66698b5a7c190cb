import type { AuthStrategy } from '@authengine/contracts';
import type { UserId } from '@authengine/kernel';
import type { CacheEntry, CachedValue } from '@authengine/persistence';

/** The content of a live session's cache entry. */
export interface SessionFacts {
  readonly userId: UserId;
  readonly authStrategy: AuthStrategy;
  readonly liveUntilMs: number;
}

const LIVE = 0;
const ENDED = 1;

/** The cache entry `s:<session id>`: `<user id>|<strategy>|<live until, ms>`, or the tombstone `x`, which wins. */
export function sessionCacheKey(sessionId: string): string {
  return `s:${sessionId}`;
}

export function liveSessionEntry(sessionId: string, facts: SessionFacts): CacheEntry {
  return { key: sessionCacheKey(sessionId), version: LIVE, value: `${facts.userId}|${facts.authStrategy}|${facts.liveUntilMs}`, subject: facts.userId };
}

export function sessionTombstone(sessionId: string, subject: string): CacheEntry {
  return { key: sessionCacheKey(sessionId), version: ENDED, value: 'x', subject };
}

export function readSessionEntry(entry: CachedValue): SessionFacts | 'ended' {
  if (entry.version !== LIVE) return 'ended';
  const { value } = entry;
  const user = value.indexOf('|');
  const strategy = value.indexOf('|', user + 1);
  return { userId: value.slice(0, user) as UserId, authStrategy: value.slice(user + 1, strategy), liveUntilMs: Number(value.slice(strategy + 1)) };
}

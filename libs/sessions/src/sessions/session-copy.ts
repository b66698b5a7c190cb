import type { AuthStrategy } from '@authengine/contracts';
import type { UserId } from '@authengine/kernel';
import type { Copy, CopyRead } from '@authengine/persistence';

/** The content of a live session's copy. */
export interface SessionFacts {
  readonly userId: UserId;
  readonly authStrategy: AuthStrategy;
  readonly liveUntilMs: number;
}

const LIVE = 0;
const ENDED = 1;

/** The copy `s:<session id>`: `<user id>|<strategy>|<live until, ms>`, or the tombstone `x`, which wins. */
export function sessionCopyKey(sessionId: string): string {
  return `s:${sessionId}`;
}

export function liveSessionCopy(sessionId: string, facts: SessionFacts): Copy {
  return { key: sessionCopyKey(sessionId), version: LIVE, value: `${facts.userId}|${facts.authStrategy}|${facts.liveUntilMs}`, subject: facts.userId };
}

export function endedSessionCopy(sessionId: string, subject: string): Copy {
  return { key: sessionCopyKey(sessionId), version: ENDED, value: 'x', subject };
}

export function readSessionCopy(copy: CopyRead): SessionFacts | 'ended' {
  if (copy.version !== LIVE) return 'ended';
  const [userId, authStrategy, liveUntil] = copy.value.split('|');
  return { userId: userId as UserId, authStrategy: authStrategy as AuthStrategy, liveUntilMs: Number(liveUntil) };
}

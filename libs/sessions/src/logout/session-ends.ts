import { AccessTokens, RefreshTokens } from '@authengine/crypto';
import type { SessionId, UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { Sessions } from '../sessions/sessions.js';

/** The session of a token of ours. It may have ended. */
export interface NamedSession {
  readonly tokenType: 'access_token' | 'refresh_token';
  readonly sessionId: SessionId;
}

export interface EndedSession {
  readonly userId: UserId;
  /** Whether its browser has the refresh cookie. */
  readonly byCookie: boolean;
  /** It had ended before. */
  readonly already: boolean;
}

/** Ends the session of a token, also of a token that is expired or used up. */
@Injectable()
export class SessionEnds {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly sessions: Sessions,
  ) {}

  /** Null for what was never issued here. An access token that has expired, or a refresh token that was used up, names its session all the same. */
  named(token: unknown): NamedSession | null {
    const refresh = this.refreshTokens.read(token);
    if (refresh) return { tokenType: 'refresh_token', sessionId: refresh.sessionId };
    const access = this.accessTokens.recognize(token);
    return access && { tokenType: 'access_token', sessionId: access.sid };
  }

  /**
   * Call this in a transaction. Null when the session's row is gone. For a session that had ended before, or is gone, it makes sure
   * that every node knows.
   */
  async end(sessionId: SessionId): Promise<EndedSession | null> {
    const session = await this.sessions.lock(sessionId);
    if (!session) {
      await this.sessions.confirmGone(sessionId);
      return null;
    }
    await this.sessions.end(session.userId, [sessionId], 'logout');
    return { userId: session.userId, byCookie: session.refreshTransport === 'cookie', already: session.endedAt !== null };
  }
}

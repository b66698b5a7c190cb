import type { HeldRole } from '@authengine/contracts';
import { AccessTokens, RefreshTokens } from '@authengine/crypto';
import { type User, userEntry, UserViews } from '@authengine/directory';
import { VersionedCache } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { RefreshCookie } from '../refresh-cookie/refresh-cookie.js';
import { liveSessionEntry } from './session-entry.js';
import type { Session } from './session.entity.js';
import type { LoginDto, TokensDto } from './tokens.dto.js';

/**
 * The tokens for a session that has just begun or been refreshed. Every answer with tokens is made here, so that the
 * refresh token comes in the one way that the session has. Call it after the commit.
 */
@Injectable()
export class SessionTokens {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly cookie: RefreshCookie,
    private readonly views: UserViews,
    private readonly cache: VersionedCache,
  ) {}

  tokens(session: Session): TokensDto {
    const access = this.accessTokens.sign({ sub: session.userId, sid: session.id, tid: session.tenantId ?? undefined });
    return { access_token: access.token, ...this.refreshToken(session), token_type: 'bearer', expires_in: access.expiresIn };
  }

  async login(session: Session, user: User): Promise<LoginDto> {
    this.offer(session, user);
    return { ...this.tokens(session), user: await this.views.ofOne(user) };
  }

  /** The same where the user's roles were read with the session. */
  loginWith(session: Session, user: User, roles: readonly HeldRole[]): LoginDto {
    this.offer(session, user);
    return { ...this.tokens(session), user: this.views.with(user, roles) };
  }

  private offer(session: Session, user: User): void {
    const liveUntilMs = endOf(session).getTime();
    this.cache.offer([liveSessionEntry(session.id, { userId: user.id, authStrategy: session.authStrategy, liveUntilMs }), userEntry(user)]);
  }

  private refreshToken(session: Session): Pick<TokensDto, 'refresh_token'> {
    const token = this.refreshTokens.issue(session.id, Number(session.refreshCounter));
    if (session.refreshTransport === 'body') return { refresh_token: token };
    this.cookie.give(token, endOf(session));
    return {};
  }
}

/** If nobody refreshes it. */
function endOf({ expiresAt, idleExpiresAt }: Session): Date {
  return expiresAt < idleExpiresAt ? expiresAt : idleExpiresAt;
}

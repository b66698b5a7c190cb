import { AccessTokens, RefreshTokens } from '@authengine/crypto';
import { type User, userCopy, UserViews } from '@authengine/directory';
import { Copies } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { liveSessionCopy } from './session-copy.js';
import type { Session } from './session.entity.js';
import type { LoginDto, TokensDto } from './tokens.dto.js';

/** The tokens for a session that has just begun or been refreshed. Call it after the commit. */
@Injectable()
export class SessionTokens {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly views: UserViews,
    private readonly copies: Copies,
  ) {}

  tokens(session: Session): TokensDto {
    const access = this.accessTokens.sign({ sub: session.userId, sid: session.id, tid: session.tenantId ?? undefined });
    return {
      access_token: access.token,
      refresh_token: this.refreshTokens.issue(session.id, Number(session.refreshCounter)),
      token_type: 'bearer',
      expires_in: access.expiresIn,
    };
  }

  async login(session: Session, user: User): Promise<LoginDto> {
    const liveUntilMs = Math.min(session.expiresAt.getTime(), session.idleExpiresAt.getTime());
    this.copies.offer([liveSessionCopy(session.id, { userId: user.id, authStrategy: session.authStrategy, liveUntilMs }), userCopy(user)]);
    return { ...this.tokens(session), user: await this.views.ofOne(user) };
  }
}

import { AccessErrors, currentRequest, type UserPrincipal } from '@authengine/contracts';
import { AccessTokens } from '@authengine/crypto';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { LiveSessions } from '../sessions/live-sessions.js';
import { bearerToken } from './bearer-token.js';

/** For a public route that treats a signed-in user differently. */
@Injectable()
export class OptionalCaller {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly sessions: LiveSessions,
  ) {}

  /**
   * The caller, found as the authentication guard does it; null when no credential is presented.
   * @throws AccessErrors.unauthenticated for an invalid credential: it never counts as none
   */
  async of(request: Pick<Request, 'rawHeaders'>): Promise<UserPrincipal | null> {
    const token = bearerToken(request);
    if (token === undefined) return null;
    const claims = this.tokens.verify(token);
    if (claims === null || (await this.sessions.find(claims)) === null) throw AccessErrors.unauthenticated();
    const principal: UserPrincipal = { kind: 'user', userId: claims.sub, sessionId: claims.sid, tenantId: claims.tid ?? null };
    const context = currentRequest();
    if (context) context.principal = principal;
    return principal;
  }
}

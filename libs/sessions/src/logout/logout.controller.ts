import { Audited, Authenticated, AuditTrail, currentRequest, Problems } from '@authengine/contracts';
import type { SessionId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthenticationErrors } from '../authentication/authentication.errors.js';
import { ApiRefreshCookie } from '../refresh-cookie/api-refresh-cookie.decorator.js';
import { RefreshCookie } from '../refresh-cookie/refresh-cookie.js';
import { LogoutDto } from './logout.dto.js';
import { LogoutEvents } from './logout.events.js';
import { SessionEnds } from './session-ends.js';

@ApiTags('Authentication')
@Controller('auth')
export class LogoutController {
  constructor(
    private readonly ends: SessionEnds,
    private readonly cookie: RefreshCookie,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  @Post('logout')
  @HttpCode(204)
  @Authenticated({ endedSessions: true, orRefreshToken: true })
  @Audited(LogoutEvents.loggedOut)
  @Problems(AuthenticationErrors.invalid_refresh_token, AuthenticationErrors.origin_not_allowed)
  @ApiOperation({
    summary: 'End this session everywhere',
    description:
      'Needs an access token, which may have expired, or a refresh token in the body, or the refresh cookie, which the browser then forgets. By the cookie alone, an `Origin` other than those of APP_URL and CORS_ORIGINS is refused (403). It may be repeated, and works for a suspended user too. Once it has answered, no service accepts the session.',
  })
  @ApiRefreshCookie()
  @ApiNoContentResponse({ description: 'The session is over.' })
  async logout(@Body() { refresh_token }: LogoutDto): Promise<void> {
    const { principal } = currentRequest() ?? {};
    const told = [...(principal?.kind === 'user' ? [principal.sessionId] : []), ...this.sessionOf(refresh_token)];
    const cookie = this.cookieBeside(told);
    // In one order, so that two of them wait for each other in no circle.
    const sessionIds = [...new Set([...told, ...this.sessionOf(cookie)])].sort();
    const ofCookie = sessionIds.length > 0 && (await this.end(sessionIds));
    if (cookie !== undefined || ofCookie) this.cookie.clear();
    if (sessionIds.length === 0) throw AuthenticationErrors.invalid_refresh_token();
  }

  /** One session, unless a client mixed its credentials up. Whether the browser of one of them has the cookie. */
  private end(sessionIds: readonly SessionId[]): Promise<boolean> {
    return this.transactions.run(async () => {
      let [ends, byCookie] = [0, false];
      for (const sessionId of sessionIds) {
        const ended = await this.ends.end(sessionId);
        byCookie ||= ended?.byCookie === true;
        if (!ended || ended.already) continue;
        ends += 1;
        await this.trail.record(LogoutEvents.loggedOut, { actorId: ended.userId, targetUserId: ended.userId, resourceId: sessionId });
      }
      // A token of an ended session ends nothing, so it cannot fill the log.
      if (ends === 0) await this.trail.leaveToOthers();
      return byCookie;
    });
  }

  /** The cookie, where the page may use it. Beside another credential, one that it may not use counts as none. */
  private cookieBeside(told: readonly SessionId[]): string | undefined {
    const cookie = this.cookie.sent();
    if (cookie === undefined || this.cookie.mayBeUsed()) return cookie;
    if (told.length === 0) throw AuthenticationErrors.origin_not_allowed();
    return undefined;
  }

  private sessionOf(refreshToken: string | undefined): SessionId[] {
    const named = refreshToken === undefined ? null : this.ends.named(refreshToken);
    return named?.tokenType === 'refresh_token' ? [named.sessionId] : [];
  }
}

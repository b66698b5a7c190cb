import { Audited, Authenticated, AuditTrail, currentRequest, Problems } from '@authengine/contracts';
import type { SessionId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthenticationErrors } from '../authentication/authentication.errors.js';
import { LogoutDto } from './logout.dto.js';
import { LogoutEvents } from './logout.events.js';
import { SessionEnds } from './session-ends.js';

@ApiTags('Authentication')
@Controller('auth')
export class LogoutController {
  constructor(
    private readonly ends: SessionEnds,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  @Post('logout')
  @HttpCode(204)
  @Authenticated({ endedSessions: true, orRefreshToken: true })
  @Audited(LogoutEvents.loggedOut)
  @Problems(AuthenticationErrors.invalid_refresh_token)
  @ApiOperation({
    summary: 'End this session everywhere',
    description: 'Needs an access token, which may have expired, or a refresh token in the body. It may be repeated, and works for a suspended user too. Once it has answered, no service accepts the session.',
  })
  @ApiNoContentResponse({ description: 'The session is over.' })
  async logout(@Body() { refresh_token }: LogoutDto): Promise<void> {
    const sessionIds = this.sessionsNamed(refresh_token);
    await this.transactions.run(async () => {
      let ends = 0;
      for (const sessionId of sessionIds) {
        const ended = await this.ends.end(sessionId);
        if (!ended || ended.already) continue;
        ends += 1;
        await this.trail.record(LogoutEvents.loggedOut, { actorId: ended.userId, targetUserId: ended.userId, resourceId: sessionId });
      }
      // A token of an ended session ends nothing, so it cannot fill the log.
      if (ends === 0) await this.trail.leaveToOthers();
    });
  }

  /** The session of the access token and that of the refresh token: one and the same, but for a client that mixed them up. */
  private sessionsNamed(refreshToken: string | undefined): SessionId[] {
    const { principal } = currentRequest() ?? {};
    const byRefresh = refreshToken === undefined ? null : this.ends.named(refreshToken);
    const ids = [...(principal?.kind === 'user' ? [principal.sessionId] : []), ...(byRefresh?.tokenType === 'refresh_token' ? [byRefresh.sessionId] : [])];
    if (ids.length === 0) throw AuthenticationErrors.invalid_refresh_token();
    // In one order, so that two of them wait for each other in no circle.
    return [...new Set(ids)].sort();
  }
}

import { Audited, Authenticated, AuditTrail, CurrentUser, type UserPrincipal } from '@authengine/contracts';
import { Transactions } from '@authengine/persistence';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Sessions } from '../sessions/sessions.js';
import { LogoutEvents } from './logout.events.js';

@ApiTags('Authentication')
@Controller('auth')
export class LogoutController {
  constructor(
    private readonly sessions: Sessions,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  @Post('logout')
  @HttpCode(204)
  @Authenticated({ endedSessions: true })
  @Audited(LogoutEvents.loggedOut)
  @ApiOperation({ summary: 'End this session everywhere', description: 'Idempotent; works for a suspended user too. Once answered, no service accepts the session any more.' })
  @ApiNoContentResponse({ description: 'The session is over.' })
  async logout(@CurrentUser() { userId, sessionId }: UserPrincipal): Promise<void> {
    await this.transactions.run(async () => {
      await this.sessions.end(userId, [sessionId], 'logout');
      await this.trail.record(LogoutEvents.loggedOut, { targetUserId: userId, resourceId: sessionId });
    });
  }
}

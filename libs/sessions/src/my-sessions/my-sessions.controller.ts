import { Audited, Authenticated, AuditTrail, CurrentUser, Problems, RequestErrors, type UserPrincipal } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import { isUuid, type SessionId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Controller, Delete, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Sessions } from '../sessions/sessions.js';
import { MySessionsEvents } from './my-sessions.events.js';

@ApiTags('Me')
@Controller('me/sessions')
@Authenticated()
export class MySessionsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly users: Users,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
  ) {}

  @Delete(':id')
  @HttpCode(204)
  @Audited(MySessionsEvents.ended)
  @Problems(RequestErrors.not_found)
  @ApiOperation({ summary: 'End one of your sessions', description: "Idempotent. Another user's session answers like one that does not exist." })
  @ApiParam({ name: 'id', format: 'uuid', example: '2f1b9a70-5a0f-4c57-9f0e-7d1a3b5c9e21' })
  @ApiNoContentResponse({ description: 'The session is over, everywhere.' })
  async end(@CurrentUser() { userId }: UserPrincipal, @Param('id') id: string): Promise<void> {
    if (!isUuid(id)) throw RequestErrors.not_found();
    const sessionId = id as SessionId;
    await this.transactions.run(async () => {
      const session = await this.sessions.lock(sessionId);
      if (session?.userId !== userId) throw RequestErrors.not_found();
      await this.sessions.end(userId, [sessionId], 'ended_by_user');
      await this.trail.record(MySessionsEvents.ended, { targetUserId: userId, resourceId: sessionId });
    });
  }

  @Delete()
  @HttpCode(204)
  @Audited(MySessionsEvents.othersEnded)
  @ApiOperation({ summary: 'End all of your sessions but this one' })
  @ApiNoContentResponse({ description: 'Every other session is over, everywhere.' })
  async endOthers(@CurrentUser() { userId, sessionId }: UserPrincipal): Promise<void> {
    await this.transactions.run(async () => {
      // With the row locked, a new session either waits or is among those that end.
      await this.users.lock(userId);
      const ended = await this.sessions.endAll(userId, 'ended_by_user', sessionId);
      await this.trail.record(MySessionsEvents.othersEnded, { targetUserId: userId, resourceId: sessionId, metadata: { sessions_ended: ended.length } });
    });
  }
}

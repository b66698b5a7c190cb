import { AccessErrors, answerPage, ApiPage, Audited, Authenticated, CurrentUser, PageQuery, pageOfWhole, Problems, type UserPrincipal } from '@authengine/contracts';
import { UserDto, UserErrors, Users, UserViews } from '@authengine/directory';
import { type Session, SessionDto, Sessions, type SessionUse, SessionUses } from '@authengine/sessions';
import { Body, Controller, Get, Patch, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { MeEvents } from './me.events.js';
import { ProfileService } from './profile.service.js';
import { UpdateMeDto } from './update-me.dto.js';

@ApiTags('Me')
@Controller('me')
@Authenticated()
export class MeController {
  constructor(
    private readonly users: Users,
    private readonly views: UserViews,
    private readonly sessions: Sessions,
    private readonly profiles: ProfileService,
    private readonly uses: SessionUses,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The signed-in user' })
  @ApiOkResponse({ type: UserDto })
  async me(@CurrentUser() { userId }: UserPrincipal): Promise<UserDto> {
    const user = await this.users.find(userId);
    if (!user) throw AccessErrors.unauthenticated();
    return this.views.ofOne(user);
  }

  @Patch()
  @Audited(MeEvents.updated)
  @Problems(UserErrors.username_taken)
  @ApiOperation({ summary: 'Change what is shown of you', description: 'A field that is absent does not change; null clears it.' })
  @ApiOkResponse({ type: UserDto })
  async update(@CurrentUser() { userId }: UserPrincipal, @Body() changes: UpdateMeDto): Promise<UserDto> {
    return this.views.ofOne(await this.profiles.update(userId, changes));
  }

  @Get('sessions')
  @ApiOperation({ summary: "The signed-in user's sessions", description: 'The sessions that are valid now, the newest first, at most MAX_CONCURRENT_SESSIONS.' })
  @ApiPage(SessionDto)
  async mySessions(
    @CurrentUser() { userId, sessionId }: UserPrincipal,
    @Query() query: PageQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionDto[]> {
    const page = pageOfWhole(await this.sessions.liveOf(userId), query, (session) => session);
    const sessions = answerPage(page, request, response);
    const uses = await this.uses.of(sessions.map(({ id }) => id));
    return sessions.map((session) => toSessionDto(session, session.id === sessionId, uses.get(session.id)));
  }
}

function toSessionDto(session: Session, current: boolean, applications: readonly SessionUse[] = []): SessionDto {
  return {
    id: session.id,
    current,
    created_at: session.createdAt.toISOString(),
    last_seen_at: session.lastSeenAt.toISOString(),
    ip_address: session.ipAddress,
    user_agent: session.userAgent,
    auth_strategy: session.authStrategy,
    applications: applications.map(({ id, name }) => ({ id, name })),
  };
}

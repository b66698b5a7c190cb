import { answerPage, ApiPage, Audited, CurrentUser, PlatformPermissions, Problems, RequestErrors, RequirePermissions, RequireRecentLogin, type UserPrincipal } from '@authengine/contracts';
import { UserDto, UserErrors, Users, UserViews } from '@authengine/directory';
import { MessageDto, SecondFactorResetEvents } from '@authengine/identity';
import { isUuid, type UserId } from '@authengine/kernel';
import { AuthenticationErrors } from '@authengine/sessions';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiDryRunAnswers } from '../access-writes/dry-run.decorator.js';
import { AccessWrites } from '../access-writes/access-writes.js';
import { DryRunQuery } from '../access-writes/dto/dry-run.query.js';
import type { ForecastDto } from '../access-writes/dto/forecast.dto.js';
import { RoleErrors } from '../roles/role.errors.js';
import { UserListQuery } from './dto/user-list.query.js';
import { UserStatusDto } from './dto/user-status.dto.js';
import { PlatformUserEvents } from './platform-user.events.js';
import { PlatformUserService, type UserChange } from './platform-user.service.js';
import { UserList } from './user-list.js';

const userParam = ApiParam({ name: 'id', description: "The user's id", format: 'uuid', example: '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f' });
const BELOW = 'Only for users whose highest role anywhere is below your own level on the platform.';
const DRY_RUN = 'With `dry_run=true` nothing changes, and the answer says what would.';

@ApiTags('Platform administration')
@Controller('platform/users')
export class PlatformUsersController {
  constructor(
    private readonly list: UserList,
    private readonly users: Users,
    private readonly views: UserViews,
    private readonly platformUsers: PlatformUserService,
    private readonly writes: AccessWrites,
  ) {}

  @Get()
  @RequirePermissions(PlatformPermissions.usersView)
  @ApiOperation({ summary: 'List and search users', description: 'The newest first.' })
  @ApiPage(UserDto)
  async find(@Query() query: UserListQuery, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<UserDto[]> {
    return this.views.of(answerPage(await this.list.page(query), request, response));
  }

  @Get(':id')
  @userParam
  @RequirePermissions(PlatformPermissions.usersView)
  @Problems(RequestErrors.not_found)
  @ApiOperation({ summary: 'One user, with all roles' })
  @ApiOkResponse({ type: UserDto })
  async read(@Param('id') id: string): Promise<UserDto> {
    const user = isUuid(id) ? await this.users.find(id as UserId) : null;
    if (!user) throw RequestErrors.not_found();
    return this.views.ofOne(user);
  }

  @Patch(':id')
  @userParam
  @RequirePermissions(PlatformPermissions.usersManage)
  @Audited(PlatformUserEvents.statusChanged)
  @Problems(RequestErrors.not_found, RoleErrors.level_insufficient)
  @ApiOperation({
    summary: 'Suspend, deactivate or reactivate a user',
    description: `Every status except ACTIVE ends all sessions before the answer. A user whose address was never proven goes back to PENDING_VERIFICATION instead of ACTIVE. ${BELOW} ${DRY_RUN}`,
  })
  @ApiDryRunAnswers({ status: 200, type: UserDto })
  async setStatus(
    @CurrentUser() actor: UserPrincipal,
    @Param('id') id: string,
    @Body() { status }: UserStatusDto,
    @Query() query: DryRunQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<UserDto | ForecastDto> {
    const change = changeOf(actor, id);
    const write = async (): Promise<UserDto> => this.views.ofOne(await this.platformUsers.setStatus(change, status));
    return this.writes.perform(query, response, { actorId: actor.userId, event: PlatformUserEvents.statusChanged, scope: { users: [change.userId] }, write });
  }

  @Delete(':id')
  @HttpCode(204)
  @userParam
  @RequirePermissions(PlatformPermissions.usersManage)
  @Audited(PlatformUserEvents.deleted)
  @Problems(RequestErrors.not_found, RoleErrors.level_insufficient, UserErrors.owns_tenant)
  @ApiOperation({ summary: 'Delete a user with all that is kept of them', description: `Deletes sessions, credentials, factors, links, roles and memberships. Service keys that the user made stay, and the audit log keeps the id. ${BELOW} ${DRY_RUN}` })
  @ApiDryRunAnswers({ status: 204, description: 'The user is gone.' })
  async delete(@CurrentUser() actor: UserPrincipal, @Param('id') id: string, @Query() query: DryRunQuery, @Res({ passthrough: true }) response: Response): Promise<ForecastDto | void> {
    const change = changeOf(actor, id);
    const write = (): Promise<void> => this.platformUsers.delete(change);
    return this.writes.perform(query, response, { actorId: actor.userId, event: PlatformUserEvents.deleted, scope: { users: [change.userId] }, write });
  }

  @Delete(':id/sessions')
  @HttpCode(204)
  @userParam
  @RequirePermissions(PlatformPermissions.usersManage)
  @Audited(PlatformUserEvents.sessionsEnded)
  @Problems(RequestErrors.not_found, RoleErrors.level_insufficient)
  @ApiOperation({ summary: 'Sign a user out everywhere', description: `${BELOW} ${DRY_RUN}` })
  @ApiDryRunAnswers({ status: 204, description: 'Every session is over, everywhere.' })
  async endSessions(@CurrentUser() actor: UserPrincipal, @Param('id') id: string, @Query() query: DryRunQuery, @Res({ passthrough: true }) response: Response): Promise<ForecastDto | void> {
    const change = changeOf(actor, id);
    const write = (): Promise<void> => this.platformUsers.endSessions(change);
    return this.writes.perform(query, response, { actorId: actor.userId, event: PlatformUserEvents.sessionsEnded, scope: { users: [change.userId] }, write });
  }

  @Post(':id/require-password-reset')
  @HttpCode(200)
  @userParam
  @RequirePermissions(PlatformPermissions.usersManage)
  @Audited(PlatformUserEvents.resetRequired)
  @Problems(RequestErrors.not_found, RoleErrors.level_insufficient, UserErrors.no_address)
  @ApiOperation({
    summary: "Void a user's password and mail them a link to choose another",
    description: `Ends every session. Only the user gets the link. Second factors and other ways to sign in stay. ${BELOW} ${DRY_RUN}`,
  })
  @ApiDryRunAnswers({ status: 200, type: MessageDto })
  async requirePasswordReset(
    @CurrentUser() actor: UserPrincipal,
    @Param('id') id: string,
    @Query() query: DryRunQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MessageDto | ForecastDto> {
    const change = changeOf(actor, id);
    const write = async (): Promise<MessageDto> => {
      await this.platformUsers.requirePasswordReset(change);
      return { message: 'The password is void. A mail to choose another is on its way to the user.' };
    };
    return this.writes.perform(query, response, { actorId: actor.userId, event: PlatformUserEvents.resetRequired, scope: { users: [change.userId] }, write });
  }

  @Delete(':id/mfa')
  @HttpCode(204)
  @userParam
  @RequirePermissions(PlatformPermissions.usersManage)
  @RequireRecentLogin()
  @Audited(SecondFactorResetEvents.reset)
  @Problems(AuthenticationErrors.recent_login_required, RequestErrors.not_found, RoleErrors.level_insufficient, UserErrors.no_second_factor)
  @ApiOperation({
    summary: "Take a user's second factors away",
    description: `For a user who has lost the authenticator app and the recovery codes. Ends every session, and the user gets a mail. Passkeys and other ways to sign in stay. Needs a recent login. ${BELOW} ${DRY_RUN}`,
  })
  @ApiDryRunAnswers({ status: 204, description: 'The next sign-in asks for no second factor.' })
  async resetSecondFactors(@CurrentUser() actor: UserPrincipal, @Param('id') id: string, @Query() query: DryRunQuery, @Res({ passthrough: true }) response: Response): Promise<ForecastDto | void> {
    const change = changeOf(actor, id);
    const write = (): Promise<void> => this.platformUsers.resetSecondFactors(change);
    return this.writes.perform(query, response, { actorId: actor.userId, event: SecondFactorResetEvents.reset, scope: { users: [change.userId] }, write });
  }
}

function changeOf(actor: UserPrincipal, id: string): UserChange {
  if (!isUuid(id)) throw RequestErrors.not_found();
  return { actorId: actor.userId, userId: id as UserId };
}

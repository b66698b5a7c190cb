import { answerPage, ApiPage, Audited, CurrentUser, LimitedBySource, Problems, RequirePermissions, TenantPermissions, type UserPrincipal } from '@authengine/contracts';
import { TenantErrors } from '@authengine/directory';
import { RoleErrors } from '@authengine/rbac';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { idFrom, tenantIdFrom } from '../tenants/ids-from-path.js';
import { InvitationDto, ListInvitationsQuery } from './dto/invitation.dto.js';
import { InviteDto, InvitedDto } from './dto/invite.dto.js';
import { InvitationDirectory } from './invitation-directory.js';
import type { Invitation } from './invitation.entity.js';
import { InvitationErrors } from './invitation.errors.js';
import { InvitationEvents } from './invitation.events.js';
import { InvitationService } from './invitation.service.js';

const tenantParam = 'tenant_id';
const tenantIdParam = ApiParam({ name: tenantParam, format: 'uuid' });
const idParam = ApiParam({ name: 'id', format: 'uuid' });

@ApiTags('Tenant administration')
@Controller('tenants/users/:tenant_id')
@RequirePermissions(TenantPermissions.usersManage, { tenantParam })
export class TenantInvitationsController {
  constructor(
    private readonly service: InvitationService,
    private readonly directory: InvitationDirectory,
  ) {}

  @Post('users')
  @LimitedBySource()
  @Audited(InvitationEvents.invited)
  @Problems(RoleErrors.not_found, RoleErrors.level_insufficient, InvitationErrors.already_member, InvitationErrors.too_many_mails, InvitationErrors.too_many_invitations, TenantErrors.platform_protected)
  @ApiOperation({
    summary: 'Invite an address to the tenant',
    description: 'The answer is the same whether or not the address has an account. An address that is already invited gets a new link, for the new role, and the old link stops working.',
  })
  @tenantIdParam
  @ApiCreatedResponse({ type: InvitedDto })
  async invite(@CurrentUser() actor: UserPrincipal, @Param(tenantParam) tenantId: string, @Body() { email, role_name }: InviteDto): Promise<InvitedDto> {
    return toInvitedDto(await this.service.invite({ tenantId: tenantIdFrom(tenantId), email, roleName: role_name, actorId: actor.userId }));
  }

  @Get('invitations')
  @ApiOperation({ summary: "List the tenant's invitations", description: 'The newest first, also those that are accepted, withdrawn or expired.' })
  @tenantIdParam
  @ApiPage(InvitationDto)
  async list(
    @Param(tenantParam) tenantId: string,
    @Query() query: ListInvitationsQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<readonly InvitationDto[]> {
    return answerPage(await this.directory.list(tenantIdFrom(tenantId), query), request, response);
  }

  @Delete('invitations/:id')
  @HttpCode(204)
  @Audited(InvitationEvents.revoked)
  @Problems(RoleErrors.level_insufficient, InvitationErrors.not_pending)
  @ApiOperation({ summary: 'Withdraw an invitation', description: 'Its link stops working at once. Withdrawing it again answers 204 again.' })
  @tenantIdParam
  @idParam
  @ApiNoContentResponse()
  async revoke(@CurrentUser() actor: UserPrincipal, @Param(tenantParam) tenantId: string, @Param('id') id: string): Promise<void> {
    await this.service.revoke({ tenantId: tenantIdFrom(tenantId), id: idFrom(id), actorId: actor.userId });
  }

  @Post('invitations/:id/resend')
  @HttpCode(200)
  @LimitedBySource()
  @Audited(InvitationEvents.resent)
  @Problems(RoleErrors.level_insufficient, InvitationErrors.not_pending, InvitationErrors.already_member, InvitationErrors.too_many_mails, InvitationErrors.too_many_invitations)
  @ApiOperation({ summary: 'Mail an invitation again', description: 'The new link works for seven days, and older links stop working. An expired invitation can be mailed again too.' })
  @tenantIdParam
  @idParam
  @ApiOkResponse({ type: InvitedDto })
  async resend(@CurrentUser() actor: UserPrincipal, @Param(tenantParam) tenantId: string, @Param('id') id: string): Promise<InvitedDto> {
    return toInvitedDto(await this.service.resend({ tenantId: tenantIdFrom(tenantId), id: idFrom(id), actorId: actor.userId }));
  }
}

function toInvitedDto({ id }: Invitation): InvitedDto {
  return { message: 'The invitation has been mailed.', invitation_id: id, status: 'invited' };
}

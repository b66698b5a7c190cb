import { answerPage, ApiPage, Audited, CurrentUser, Problems, RequirePermissions, TenantPermissions, type UserPrincipal } from '@authengine/contracts';
import { MembershipEvents, TenantErrors } from '@authengine/directory';
import { ApiDryRunAnswers, AccessWrites, DryRunQuery, type ForecastDto, RoleErrors } from '@authengine/rbac';
import { Controller, Delete, Get, HttpCode, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { tenantIdFrom, userIdFrom } from '../tenants/ids-from-path.js';
import { ListMembersQuery } from './dto/list-members.query.js';
import { MemberDto } from './dto/member.dto.js';
import { DepartureService } from './departure.service.js';
import { MemberDirectory } from './member-directory.js';

const tenantParam = 'tenant_id';
const tenantIdParam = ApiParam({ name: tenantParam, format: 'uuid' });
const userIdParam = ApiParam({ name: 'uid', format: 'uuid' });

@ApiTags('Tenant administration')
@Controller('tenants/users/:tenant_id/users')
export class TenantMembersController {
  constructor(
    private readonly members: MemberDirectory,
    private readonly departures: DepartureService,
    private readonly writes: AccessWrites,
  ) {}

  @Get()
  @RequirePermissions(TenantPermissions.usersView, { tenantParam })
  @ApiOperation({ summary: "List the tenant's members", description: "The oldest member first, with the roles in that tenant only." })
  @tenantIdParam
  @ApiPage(MemberDto)
  async list(
    @Param(tenantParam) tenantId: string,
    @Query() query: ListMembersQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<readonly MemberDto[]> {
    return answerPage(await this.members.list(tenantIdFrom(tenantId), query), request, response);
  }

  @Get(':uid')
  @RequirePermissions(TenantPermissions.usersView, { tenantParam })
  @ApiOperation({ summary: 'Read a member of the tenant' })
  @tenantIdParam
  @userIdParam
  @ApiOkResponse({ type: MemberDto })
  read(@Param(tenantParam) tenantId: string, @Param('uid') userId: string): Promise<MemberDto> {
    return this.members.read(tenantIdFrom(tenantId), userIdFrom(userId));
  }

  @Delete(':uid')
  @HttpCode(204)
  @RequirePermissions(TenantPermissions.usersManage, { tenantParam })
  @Audited(MembershipEvents.removed)
  @Problems(RoleErrors.level_insufficient, TenantErrors.last_owner, TenantErrors.platform_protected)
  @ApiOperation({ summary: 'Remove a member from the tenant', description: 'The member must be below your own level. From their next request on they are no member, and their sessions in the tenant end. The last owner cannot be removed: transfer the ownership first. With `dry_run=true` nothing changes, and the answer says what would.' })
  @tenantIdParam
  @userIdParam
  @ApiDryRunAnswers({ status: 204 })
  async remove(
    @CurrentUser() { userId: actorId }: UserPrincipal,
    @Param(tenantParam) tenant: string,
    @Param('uid') user: string,
    @Query() query: DryRunQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ForecastDto | void> {
    const [tenantId, userId] = [tenantIdFrom(tenant), userIdFrom(user)];
    const write = (): Promise<void> => this.departures.remove(tenantId, userId, actorId);
    return this.writes.perform(query, response, { actorId, event: MembershipEvents.removed, scope: { users: [userId] }, write });
  }
}

import { answerPage, ApiPage, Audited, Authenticated, AuditTrail, CurrentUser, PageQuery, Problems, type UserPrincipal } from '@authengine/contracts';
import { MembershipEvents, TenantErrors } from '@authengine/directory';
import { ApiDryRunAnswers, AccessWrites, DryRunQuery, type ForecastDto } from '@authengine/rbac';
import { Controller, Delete, Get, HttpCode, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { tenantIdFrom } from '../tenants/ids-from-path.js';
import { DepartureService } from './departure.service.js';
import { MyPermissionsDto, MyTenantDto } from './dto/my-tenant.dto.js';
import { MyTenants } from './my-tenants.js';

const idParam = ApiParam({ name: 'id', format: 'uuid' });

@ApiTags('Me')
@Controller('me/tenants')
@Authenticated()
export class MyTenantsController {
  constructor(
    private readonly mine: MyTenants,
    private readonly departures: DepartureService,
    private readonly writes: AccessWrites,
    private readonly trail: AuditTrail,
  ) {}

  @Get()
  @ApiOperation({ summary: "The signed-in user's tenants, with the roles held in each", description: 'The oldest tenant first, suspended ones too.' })
  @ApiPage(MyTenantDto)
  async list(@CurrentUser() { userId }: UserPrincipal, @Query() query: PageQuery, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<readonly MyTenantDto[]> {
    return answerPage(await this.mine.list(userId, query), request, response);
  }

  @Get(':id/permissions')
  @ApiOperation({ summary: 'What the signed-in user may do in a tenant' })
  @idParam
  @ApiOkResponse({ type: MyPermissionsDto })
  async permissions(@CurrentUser() user: UserPrincipal, @Param('id') id: string): Promise<MyPermissionsDto> {
    const tenantId = tenantIdFrom(id);
    return { tenant_id: tenantId, permissions: [...(await this.mine.permissions(tenantId, user))] };
  }

  @Delete(':id')
  @HttpCode(204)
  @Audited(MembershipEvents.left)
  @Problems(TenantErrors.last_owner, TenantErrors.platform_protected)
  @ApiOperation({ summary: 'Leave a tenant', description: 'Sessions in that tenant end. The last owner cannot leave: transfer the ownership first. With `dry_run=true` nothing changes, and the answer says what would.' })
  @idParam
  @ApiDryRunAnswers({ status: 204 })
  async leave(@CurrentUser() { userId }: UserPrincipal, @Param('id') id: string, @Query() query: DryRunQuery, @Res({ passthrough: true }) response: Response): Promise<ForecastDto | void> {
    const tenantId = tenantIdFrom(id);
    this.trail.describe({ tenantId, targetUserId: userId, resourceId: userId });
    const write = (): Promise<void> => this.departures.leave(tenantId, userId);
    return this.writes.perform(query, response, { actorId: userId, event: MembershipEvents.left, inTenant: tenantId, scope: { users: [userId] }, write });
  }
}

import { Audited, CurrentUser, Problems, RequestErrors, RequirePermissions, RequireRecentLogin, TenantPermissions, type UserPrincipal } from '@authengine/contracts';
import { TenantDto, TenantErrors, TenantEvents, Tenants, toTenantDto } from '@authengine/directory';
import { ApiDryRunAnswers, AccessWrites, DryRunQuery, type ForecastDto } from '@authengine/rbac';
import { AuthenticationErrors } from '@authengine/sessions';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { DescribeTenantDto } from './dto/update-tenant.dto.js';
import { tenantIdFrom } from './ids-from-path.js';
import { changesIn } from './tenant-changes.js';
import { TenantService } from './tenant.service.js';

const tenantParam = 'tenant_id';
const tenantIdParam = ApiParam({ name: tenantParam, format: 'uuid' });

/** A tenant, managed by its own members. */
@ApiTags('Tenant administration')
@Controller('tenants')
export class OwnTenantController {
  constructor(
    private readonly tenants: Tenants,
    private readonly service: TenantService,
    private readonly writes: AccessWrites,
  ) {}

  @Get(':tenant_id')
  @RequirePermissions(TenantPermissions.view, { tenantParam })
  @ApiOperation({ summary: 'Read the own tenant' })
  @tenantIdParam
  @ApiOkResponse({ type: TenantDto })
  async read(@Param(tenantParam) id: string): Promise<TenantDto> {
    const tenant = await this.tenants.find(tenantIdFrom(id));
    if (!tenant) throw RequestErrors.not_found();
    return toTenantDto(tenant);
  }

  @Patch(':tenant_id')
  @RequirePermissions(TenantPermissions.update, { tenantParam })
  @Audited(TenantEvents.updated)
  @ApiOperation({ summary: 'Rename the own tenant, describe it anew, change its look, or have it ask its members for a second factor', description: 'With `dry_run=true` nothing changes, and the answer says what would.' })
  @tenantIdParam
  @ApiDryRunAnswers({ status: 200, type: TenantDto })
  async describe(
    @CurrentUser() { userId: actorId }: UserPrincipal,
    @Param(tenantParam) id: string,
    @Body() body: DescribeTenantDto,
    @Query() query: DryRunQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TenantDto | ForecastDto> {
    const tenantId = tenantIdFrom(id);
    const changes = changesIn(body);
    const write = async (): Promise<TenantDto> => toTenantDto(await this.service.redescribeOwn(tenantId, changes, actorId));
    return this.writes.perform(query, response, { actorId, event: TenantEvents.updated, scope: { tenantId }, write });
  }

  @Delete(':tenant_id')
  @HttpCode(204)
  @RequirePermissions(TenantPermissions.delete, { tenantParam })
  @RequireRecentLogin()
  @Audited(TenantEvents.deleted)
  @Problems(TenantErrors.platform_protected, AuthenticationErrors.recent_login_required)
  @ApiOperation({ summary: 'Delete the own tenant', description: 'Its memberships, roles, invitations and service keys are deleted too. Once this has answered, none of them works. With `dry_run=true` nothing changes, and the answer says what would.' })
  @tenantIdParam
  @ApiDryRunAnswers({ status: 204, description: 'The tenant is gone.' })
  async delete(@CurrentUser() { userId: actorId }: UserPrincipal, @Param(tenantParam) id: string, @Query() query: DryRunQuery, @Res({ passthrough: true }) response: Response): Promise<ForecastDto | void> {
    const tenantId = tenantIdFrom(id);
    const write = (): Promise<void> => this.service.deleteOwn(tenantId, actorId);
    return this.writes.perform(query, response, { actorId, event: TenantEvents.deleted, scope: { tenantId }, write });
  }
}

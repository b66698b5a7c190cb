import { answerPage, ApiPage, Audited, CurrentUser, PlatformPermissions, Problems, RequestErrors, RequirePermissions, type UserPrincipal } from '@authengine/contracts';
import { type TenantChanges, TenantDirectory, TenantDto, TenantErrors, TenantEvents, Tenants, toTenantDto } from '@authengine/directory';
import type { UserId } from '@authengine/kernel';
import { ApiDryRunAnswers, AccessWrites, DryRunQuery, type ForecastDto, RoleErrors } from '@authengine/rbac';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CreateTenantDto } from './dto/create-tenant.dto.js';
import { ListTenantsQuery } from './dto/list-tenants.query.js';
import { UpdateTenantDto } from './dto/update-tenant.dto.js';
import { tenantIdFrom } from './ids-from-path.js';
import { changesIn } from './tenant-changes.js';
import { TenantService } from './tenant.service.js';

const DRY_RUN = 'With `dry_run=true` nothing changes, and the answer says what would.';
const idParam = ApiParam({ name: 'id', format: 'uuid' });

@ApiTags('Platform administration')
@Controller('platform/tenants')
export class PlatformTenantsController {
  constructor(
    private readonly directory: TenantDirectory,
    private readonly tenants: Tenants,
    private readonly service: TenantService,
    private readonly writes: AccessWrites,
  ) {}

  @Get()
  @RequirePermissions(PlatformPermissions.tenantsView)
  @ApiOperation({ summary: 'List tenants', description: 'The oldest first.' })
  @ApiPage(TenantDto)
  async list(@Query() query: ListTenantsQuery, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<TenantDto[]> {
    return answerPage(await this.directory.list(query, query), request, response).map(toTenantDto);
  }

  @Post()
  @RequirePermissions(PlatformPermissions.tenantsManage)
  @Audited(TenantEvents.created)
  @Problems(TenantErrors.owner_not_found, TenantErrors.owner_not_active)
  @ApiOperation({ summary: 'Create a tenant', description: 'Its owner becomes a member with the role TENANT_OWNER.' })
  @ApiCreatedResponse({ type: TenantDto })
  async create(@CurrentUser() actor: UserPrincipal, @Body() { name, description, owner_id }: CreateTenantDto): Promise<TenantDto> {
    return toTenantDto(await this.service.create({ name, description: description ?? null, ownerId: owner_id.toLowerCase() as UserId }, actor.userId));
  }

  @Get(':id')
  @RequirePermissions(PlatformPermissions.tenantsView)
  @ApiOperation({ summary: 'Read a tenant' })
  @idParam
  @ApiOkResponse({ type: TenantDto })
  async read(@Param('id') id: string): Promise<TenantDto> {
    const tenant = await this.tenants.find(tenantIdFrom(id));
    if (!tenant) throw RequestErrors.not_found();
    return toTenantDto(tenant);
  }

  @Put(':id')
  @RequirePermissions(PlatformPermissions.tenantsManage)
  @Audited(TenantEvents.updated)
  @Problems(TenantErrors.platform_protected, TenantErrors.owner_not_found, TenantErrors.owner_not_active, TenantErrors.changed_meanwhile, RoleErrors.level_insufficient)
  @ApiOperation({ summary: 'Change a tenant', description: `Any subset of the fields. \`status\` suspends and reactivates. A new owner gets TENANT_OWNER, and the former owner loses it. ${DRY_RUN}` })
  @idParam
  @ApiDryRunAnswers({ status: 200, type: TenantDto })
  async update(
    @CurrentUser() { userId: actorId }: UserPrincipal,
    @Param('id') id: string,
    @Body() body: UpdateTenantDto,
    @Query() query: DryRunQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TenantDto | ForecastDto> {
    const tenantId = tenantIdFrom(id);
    const changes: TenantChanges = {
      ...changesIn(body),
      ...(body.status === undefined ? {} : { status: body.status }),
      ...(body.owner_id === undefined ? {} : { ownerId: body.owner_id.toLowerCase() as UserId }),
    };
    const write = async (): Promise<TenantDto> => toTenantDto(await this.service.update(tenantId, changes, actorId));
    const scope = { tenantId, ...(changes.ownerId === undefined ? {} : { users: [changes.ownerId] }) };
    return this.writes.perform(query, response, { actorId, event: TenantEvents.updated, scope, write });
  }

  @Delete(':id')
  @HttpCode(204)
  @RequirePermissions(PlatformPermissions.tenantsManage)
  @Audited(TenantEvents.deleted)
  @Problems(TenantErrors.platform_protected)
  @ApiOperation({ summary: 'Delete a tenant', description: `Its memberships, roles, invitations and service keys are deleted too. Once this has answered, none of them works. ${DRY_RUN}` })
  @idParam
  @ApiDryRunAnswers({ status: 204, description: 'The tenant is gone.' })
  async delete(@CurrentUser() { userId: actorId }: UserPrincipal, @Param('id') id: string, @Query() query: DryRunQuery, @Res({ passthrough: true }) response: Response): Promise<ForecastDto | void> {
    const tenantId = tenantIdFrom(id);
    const write = (): Promise<void> => this.service.delete(tenantId, actorId);
    return this.writes.perform(query, response, { actorId, event: TenantEvents.deleted, scope: { tenantId }, write });
  }
}

import { answerPage, ApiPage, Audited, CurrentUser, Problems, RequestErrors, RequirePermissions, TenantPermissions, type UserPrincipal } from '@authengine/contracts';
import { Tenants } from '@authengine/directory';
import { isUuid, type RoleId, type TenantId } from '@authengine/kernel';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiDryRunAnswers } from '../access-writes/dry-run.decorator.js';
import { AccessWrites } from '../access-writes/access-writes.js';
import { DryRunQuery } from '../access-writes/dto/dry-run.query.js';
import type { ForecastDto } from '../access-writes/dto/forecast.dto.js';
import { RolesQuery } from '../roles/dto/roles.query.js';
import { RoleWithPermissionsDto, toRoleWithPermissionsDto } from '../roles/dto/role-with-permissions.dto.js';
import { RoleErrors } from '../roles/role.errors.js';
import { RoleEvents } from '../roles/role.events.js';
import { Roles } from '../roles/roles.js';
import { CreateRoleDto, UpdateRoleDto } from './dto/role-fields.dto.js';
import { givenFields } from './given-fields.js';
import { RoleDefinitionService, type DefinitionPlace } from './role-definition.service.js';

const IN_TENANT = { tenantParam: 'tenant_id' };
const tenantParam = ApiParam({ name: 'tenant_id', format: 'uuid', example: '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10' });
const roleParam = ApiParam({ name: 'role_id', format: 'uuid', example: '5b0f3c1e-6a51-4d3b-9a3e-0d6f7a3c9b11' });

@ApiTags('Tenant administration')
@Controller('tenants/roles/:tenant_id/roles')
export class TenantRoleDefinitionsController {
  constructor(
    private readonly roles: Roles,
    private readonly definitions: RoleDefinitionService,
    private readonly tenants: Tenants,
    private readonly writes: AccessWrites,
  ) {}

  @Get()
  @tenantParam
  @RequirePermissions(TenantPermissions.rolesView, IN_TENANT)
  @Problems(RequestErrors.not_found)
  @ApiOperation({ summary: "List the roles that the tenant's members can hold, and what each allows", description: "The list has the tenant's own roles and those that all tenants share." })
  @ApiPage(RoleWithPermissionsDto)
  async list(
    @Param('tenant_id') tenantId: string,
    @Query() query: RolesQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RoleWithPermissionsDto[]> {
    const tenant = await this.tenants.find(tenantId as TenantId);
    if (!tenant) throw RequestErrors.not_found();
    return answerPage(await this.roles.inTenant(tenant, query), request, response).map(toRoleWithPermissionsDto);
  }

  @Post()
  @tenantParam
  @RequirePermissions(TenantPermissions.rolesAssign, IN_TENANT)
  @Audited(RoleEvents.created)
  @Problems(RequestErrors.not_found, RequestErrors.invalid, RoleErrors.level_insufficient, RoleErrors.permission_not_held, RoleErrors.name_taken)
  @ApiOperation({ summary: 'Define a role of the tenant', description: 'The role must be below your own level there, and have only permissions that you hold there yourself.' })
  @ApiCreatedResponse({ type: RoleWithPermissionsDto })
  async create(@CurrentUser() actor: UserPrincipal, @Param('tenant_id') tenantId: string, @Body() body: CreateRoleDto): Promise<RoleWithPermissionsDto> {
    const fields = { name: body.name, description: body.description ?? '', level: body.level, permissions: body.permissions ?? [] };
    return toRoleWithPermissionsDto(await this.definitions.create(placeOf(actor, tenantId), fields));
  }

  @Patch(':role_id')
  @tenantParam
  @roleParam
  @RequirePermissions(TenantPermissions.rolesAssign, IN_TENANT)
  @Audited(RoleEvents.updated)
  @Problems(
    RequestErrors.not_found, RequestErrors.invalid, RoleErrors.not_found, RoleErrors.protected, RoleErrors.level_insufficient, RoleErrors.permission_not_held, RoleErrors.held_by_actor,
    RoleErrors.name_taken,
  )
  @ApiOperation({ summary: 'Change a role of the tenant', description: 'Counts from the next request of its holders. With `dry_run=true` nothing changes, and the answer says what would.' })
  @ApiDryRunAnswers({ status: 200, type: RoleWithPermissionsDto })
  async update(
    @CurrentUser() actor: UserPrincipal,
    @Param('tenant_id') tenantId: string,
    @Param('role_id') id: string,
    @Body() body: UpdateRoleDto,
    @Query() query: DryRunQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RoleWithPermissionsDto | ForecastDto> {
    const [place, roleId] = [placeOf(actor, tenantId), roleIdOf(id)];
    const write = async (): Promise<RoleWithPermissionsDto> => toRoleWithPermissionsDto(await this.definitions.change(place, roleId, givenFields(body)));
    return this.writes.perform(query, response, { actorId: actor.userId, event: RoleEvents.updated, scope: { roleId }, write });
  }

  @Delete(':role_id')
  @HttpCode(204)
  @tenantParam
  @roleParam
  @RequirePermissions(TenantPermissions.rolesAssign, IN_TENANT)
  @Audited(RoleEvents.deleted)
  @Problems(RequestErrors.not_found, RoleErrors.not_found, RoleErrors.protected, RoleErrors.level_insufficient, RoleErrors.held_by_actor, RoleErrors.in_use)
  @ApiOperation({ summary: 'Delete a role of the tenant that nobody holds', description: 'With `dry_run=true` nothing changes, and the answer says what would.' })
  @ApiDryRunAnswers({ status: 204, description: 'The role is gone.' })
  async delete(
    @CurrentUser() actor: UserPrincipal,
    @Param('tenant_id') tenantId: string,
    @Param('role_id') id: string,
    @Query() query: DryRunQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ForecastDto | void> {
    const [place, roleId] = [placeOf(actor, tenantId), roleIdOf(id)];
    return this.writes.perform(query, response, { actorId: actor.userId, event: RoleEvents.deleted, scope: { roleId }, write: () => this.definitions.delete(place, roleId) });
  }
}

/** The guard has read the tenant from the path, so it is a UUID. */
function placeOf(actor: UserPrincipal, tenantId: string): DefinitionPlace {
  return { actorId: actor.userId, tenantId: tenantId as TenantId };
}

function roleIdOf(id: string): RoleId {
  if (!isUuid(id)) throw RoleErrors.not_found();
  return id as RoleId;
}

import { Audited, CurrentUser, PlatformPermissions, Problems, RequestErrors, RequirePermissions, type UserPrincipal } from '@authengine/contracts';
import { Tenants } from '@authengine/directory';
import { isUuid, type RoleId } from '@authengine/kernel';
import { Body, Controller, Delete, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiDryRunAnswers } from '../access-writes/dry-run.decorator.js';
import { AccessWrites } from '../access-writes/access-writes.js';
import { DryRunQuery } from '../access-writes/dto/dry-run.query.js';
import type { ForecastDto } from '../access-writes/dto/forecast.dto.js';
import { RoleWithPermissionsDto, toRoleWithPermissionsDto } from '../roles/dto/role-with-permissions.dto.js';
import { RoleErrors } from '../roles/role.errors.js';
import { RoleEvents } from '../roles/role.events.js';
import { CreatePlatformRoleDto, UpdateRoleDto } from './dto/role-fields.dto.js';
import { givenFields } from './given-fields.js';
import { RoleDefinitionService, type DefinitionPlace } from './role-definition.service.js';

const roleParam = ApiParam({ name: 'role_id', format: 'uuid', example: '5b0f3c1e-6a51-4d3b-9a3e-0d6f7a3c9b11' });

@ApiTags('Platform administration')
@Controller('platform/roles')
@RequirePermissions(PlatformPermissions.rolesAssign)
export class PlatformRoleDefinitionsController {
  constructor(
    private readonly definitions: RoleDefinitionService,
    private readonly tenants: Tenants,
    private readonly writes: AccessWrites,
  ) {}

  @Post()
  @Audited(RoleEvents.created)
  @Problems(RequestErrors.invalid, RoleErrors.level_insufficient, RoleErrors.permission_not_held, RoleErrors.name_taken)
  @ApiOperation({ summary: 'Define a role of the platform, or one that all tenants share', description: 'The role must be below your own level, and have only permissions that you hold yourself. A platform role counts in every tenant.' })
  @ApiCreatedResponse({ type: RoleWithPermissionsDto })
  async create(@CurrentUser() actor: UserPrincipal, @Body() body: CreatePlatformRoleDto): Promise<RoleWithPermissionsDto> {
    const fields = { name: body.name, description: body.description ?? '', level: body.level, permissions: body.permissions ?? [] };
    return toRoleWithPermissionsDto(await this.definitions.create(await this.placeOf(actor), fields, body.scope));
  }

  @Patch(':role_id')
  @roleParam
  @Audited(RoleEvents.updated)
  @Problems(RequestErrors.invalid, RoleErrors.not_found, RoleErrors.protected, RoleErrors.level_insufficient, RoleErrors.permission_not_held, RoleErrors.held_by_actor, RoleErrors.name_taken)
  @ApiOperation({ summary: 'Change a custom role', description: 'Counts from the next request of its holders. With `dry_run=true` nothing changes, and the answer says what would.' })
  @ApiDryRunAnswers({ status: 200, type: RoleWithPermissionsDto })
  async update(
    @CurrentUser() actor: UserPrincipal,
    @Param('role_id') id: string,
    @Body() body: UpdateRoleDto,
    @Query() query: DryRunQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RoleWithPermissionsDto | ForecastDto> {
    const [place, roleId] = [await this.placeOf(actor), roleIdOf(id)];
    const write = async (): Promise<RoleWithPermissionsDto> => toRoleWithPermissionsDto(await this.definitions.change(place, roleId, givenFields(body)));
    return this.writes.perform(query, response, { actorId: actor.userId, event: RoleEvents.updated, scope: { roleId }, write });
  }

  @Delete(':role_id')
  @HttpCode(204)
  @roleParam
  @Audited(RoleEvents.deleted)
  @Problems(RoleErrors.not_found, RoleErrors.protected, RoleErrors.level_insufficient, RoleErrors.held_by_actor, RoleErrors.in_use)
  @ApiOperation({ summary: 'Delete a custom role that nobody holds', description: 'With `dry_run=true` nothing changes, and the answer says what would.' })
  @ApiDryRunAnswers({ status: 204, description: 'The role is gone.' })
  async delete(
    @CurrentUser() actor: UserPrincipal,
    @Param('role_id') id: string,
    @Query() query: DryRunQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ForecastDto | void> {
    const [place, roleId] = [await this.placeOf(actor), roleIdOf(id)];
    return this.writes.perform(query, response, { actorId: actor.userId, event: RoleEvents.deleted, scope: { roleId }, write: () => this.definitions.delete(place, roleId) });
  }

  private async placeOf(actor: UserPrincipal): Promise<DefinitionPlace> {
    const platform = await this.tenants.findPlatform();
    if (!platform) throw RequestErrors.not_found();
    return { actorId: actor.userId, tenantId: platform.id };
  }
}

function roleIdOf(id: string): RoleId {
  if (!isUuid(id)) throw RoleErrors.not_found();
  return id as RoleId;
}

import { answerPage, ApiPage, Audited, CurrentUser, PlatformPermissions, Problems, RequestErrors, RequirePermissions, type UserPrincipal } from '@authengine/contracts';
import { Tenants } from '@authengine/directory';
import { isUuid, type UserId } from '@authengine/kernel';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiDryRunAnswers } from '../access-writes/dry-run.decorator.js';
import { AccessWrites } from '../access-writes/access-writes.js';
import type { ForecastDto } from '../access-writes/dto/forecast.dto.js';
import { DryRunQuery } from '../access-writes/dto/dry-run.query.js';
import { PlatformRolesQuery } from '../roles/dto/platform-roles.query.js';
import { RoleWithPermissionsDto, toRoleWithPermissionsDto } from '../roles/dto/role-with-permissions.dto.js';
import { RoleErrors } from '../roles/role.errors.js';
import { Roles } from '../roles/roles.js';
import { AssignmentEvents } from './assignment.events.js';
import { planOf } from './assignment-plan.js';
import { RoleAssignmentService, type AssignmentChange } from './role-assignment.service.js';
import { AssignmentStatusDto } from './dto/assignment-status.dto.js';
import { RoleNameDto } from './dto/role-name.dto.js';

const userParam = ApiParam({ name: 'id', description: "The user's id", example: '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f' });
const DRY_RUN = 'With `dry_run=true` nothing changes, and the answer says what would.';

/** Platform roles. SUPER_ADMIN is at the top of all levels, so nobody is above it to give or take it here. */
@ApiTags('Platform administration')
@Controller('platform/roles')
@RequirePermissions(PlatformPermissions.rolesAssign)
export class PlatformRolesController {
  constructor(
    private readonly roles: Roles,
    private readonly assignments: RoleAssignmentService,
    private readonly writes: AccessWrites,
    private readonly tenants: Tenants,
  ) {}

  @ApiOperation({ summary: 'List the platform roles and what each allows', description: 'With `scope=TENANT` the list has the roles that all tenants share.' })
  @ApiPage(RoleWithPermissionsDto)
  @Get()
  async list(@Query() query: PlatformRolesQuery, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<RoleWithPermissionsDto[]> {
    return answerPage(await this.roles.ofPlatform(query, query.scope), request, response).map(toRoleWithPermissionsDto);
  }

  @ApiOperation({ summary: 'Give a user a platform role', description: DRY_RUN })
  @userParam
  @Audited(AssignmentEvents.granted)
  @Problems(RequestErrors.not_found, RoleErrors.not_found, RoleErrors.level_insufficient)
  @ApiDryRunAnswers({ status: 200, type: AssignmentStatusDto })
  @HttpCode(200)
  @Post('users/:id/roles')
  async assign(
    @CurrentUser() actor: UserPrincipal,
    @Param('id') userId: string,
    @Body() { role_name }: RoleNameDto,
    @Query() query: DryRunQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AssignmentStatusDto | ForecastDto> {
    const change = await this.change(actor, userId, role_name);
    return this.writes.perform<AssignmentStatusDto>(query, response, {
      ...planOf(change, AssignmentEvents.granted),
      write: async () => {
        await this.assignments.assign(change);
        return { status: 'assigned' };
      },
    });
  }

  @ApiOperation({ summary: 'Take a platform role from a user', description: DRY_RUN })
  @userParam
  @Audited(AssignmentEvents.revoked)
  @Problems(RequestErrors.not_found, RoleErrors.not_found, RoleErrors.level_insufficient)
  @ApiDryRunAnswers({ status: 200, type: AssignmentStatusDto })
  @Delete('users/:id/roles')
  remove(
    @CurrentUser() actor: UserPrincipal,
    @Param('id') userId: string,
    @Body() { role_name }: RoleNameDto,
    @Query() query: DryRunQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AssignmentStatusDto | ForecastDto> {
    return this.removeNamed(actor, userId, role_name, query, response);
  }

  @ApiOperation({ summary: 'Take a platform role, named in the path, from a user', description: DRY_RUN })
  @userParam
  @ApiParam({ name: 'role_name', description: 'The exact name of the role', example: 'PLATFORM_ADMIN' })
  @Audited(AssignmentEvents.revoked)
  @Problems(RequestErrors.not_found, RoleErrors.not_found, RoleErrors.level_insufficient)
  @ApiDryRunAnswers({ status: 200, type: AssignmentStatusDto })
  @Delete('users/:id/roles/:role_name')
  async removeNamed(
    @CurrentUser() actor: UserPrincipal,
    @Param('id') userId: string,
    @Param('role_name') roleName: string,
    @Query() query: DryRunQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AssignmentStatusDto | ForecastDto> {
    const change = await this.change(actor, userId, roleName);
    return this.writes.perform<AssignmentStatusDto>(query, response, {
      ...planOf(change, AssignmentEvents.revoked),
      write: async () => {
        await this.assignments.remove(change);
        return { status: 'removed' };
      },
    });
  }

  private async change(actor: UserPrincipal, userId: string, roleName: string): Promise<AssignmentChange> {
    const platform = await this.tenants.findPlatform();
    if (!platform || !isUuid(userId)) throw RequestErrors.not_found();
    return { actorId: actor.userId, userId: userId as UserId, tenantId: platform.id, roleName };
  }
}

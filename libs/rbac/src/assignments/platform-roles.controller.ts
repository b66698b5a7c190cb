import { answerPage, Audited, CurrentUser, PageQuery, PlatformPermissions, Problems, RequestErrors, RequirePermissions, type UserPrincipal } from '@authengine/contracts';
import { isUuid, type UserId } from '@authengine/kernel';
import { Tenants } from '@authengine/tenancy';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { RoleErrors } from '../roles/role.errors.js';
import { Roles, type HoldingRole } from '../roles/roles.js';
import { AssignmentEvents } from './assignment.events.js';
import { Assignments, type AssignmentChange } from './assignments.js';
import { AssignmentStatusDto } from './dto/assignment-status.dto.js';
import { PlatformRoleDto } from './dto/platform-role.dto.js';
import { RoleNameDto } from './dto/role-name.dto.js';

const userParam = ApiParam({ name: 'id', description: "The user's id", example: '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f' });

/** Platform roles. SUPER_ADMIN is at the top of all levels, so nobody is above it to give or take it here. */
@ApiTags('Platform administration')
@Controller('platform/roles')
@RequirePermissions(PlatformPermissions.rolesAssign)
export class PlatformRolesController {
  constructor(
    private readonly roles: Roles,
    private readonly assignments: Assignments,
    private readonly tenants: Tenants,
  ) {}

  @ApiOperation({ summary: 'List the platform roles and what each allows' })
  @ApiOkResponse({ type: [PlatformRoleDto], headers: { Link: { description: 'The next page, `rel="next"`, where there is one', schema: { type: 'string' } } } })
  @Get()
  async list(@Query() query: PageQuery, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<PlatformRoleDto[]> {
    return answerPage(await this.roles.ofPlatform(query), request, response).map(toPlatformRoleDto);
  }

  @ApiOperation({ summary: 'Give a user a platform role' })
  @userParam
  @Audited(AssignmentEvents.granted)
  @Problems(RequestErrors.not_found, RoleErrors.not_found, RoleErrors.level_insufficient)
  @HttpCode(200)
  @Post('users/:id/roles')
  async assign(@CurrentUser() actor: UserPrincipal, @Param('id') userId: string, @Body() { role_name }: RoleNameDto): Promise<AssignmentStatusDto> {
    await this.assignments.assign(await this.change(actor, userId, role_name));
    return { status: 'assigned' };
  }

  @ApiOperation({ summary: 'Take a platform role from a user' })
  @userParam
  @Audited(AssignmentEvents.revoked)
  @Problems(RequestErrors.not_found, RoleErrors.not_found, RoleErrors.level_insufficient)
  @Delete('users/:id/roles')
  remove(@CurrentUser() actor: UserPrincipal, @Param('id') userId: string, @Body() { role_name }: RoleNameDto): Promise<AssignmentStatusDto> {
    return this.removeNamed(actor, userId, role_name);
  }

  @ApiOperation({ summary: 'Take a platform role, named in the path, from a user' })
  @userParam
  @ApiParam({ name: 'role_name', description: 'The exact name of the role', example: 'PLATFORM_ADMIN' })
  @Audited(AssignmentEvents.revoked)
  @Problems(RequestErrors.not_found, RoleErrors.not_found, RoleErrors.level_insufficient)
  @Delete('users/:id/roles/:role_name')
  async removeNamed(@CurrentUser() actor: UserPrincipal, @Param('id') userId: string, @Param('role_name') roleName: string): Promise<AssignmentStatusDto> {
    await this.assignments.remove(await this.change(actor, userId, roleName));
    return { status: 'removed' };
  }

  private async change(actor: UserPrincipal, userId: string, roleName: string): Promise<AssignmentChange> {
    const platform = await this.tenants.findPlatform();
    if (!platform || !isUuid(userId)) throw RequestErrors.not_found();
    return { actorId: actor.userId, userId: userId as UserId, tenantId: platform.id, roleName };
  }
}

function toPlatformRoleDto({ role, permissions }: HoldingRole): PlatformRoleDto {
  const { id, name, description, scope, level, createdAt } = role;
  return { id, name, description, scope, level, created_at: createdAt.toISOString(), permissions: [...permissions] };
}

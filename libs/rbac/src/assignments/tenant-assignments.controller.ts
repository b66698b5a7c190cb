import { answerPage, ApiPage, Audited, CurrentUser, PageQuery, pageOfWhole, Problems, RequestErrors, RequirePermissions, TenantPermissions, type UserPrincipal } from '@authengine/contracts';
import { MessageDto } from '@authengine/identity';
import { isUuid, type TenantId, type UserId } from '@authengine/kernel';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiDryRunAnswers } from '../access-writes/dry-run.decorator.js';
import { AccessWrites } from '../access-writes/access-writes.js';
import { DryRunQuery } from '../access-writes/dto/dry-run.query.js';
import type { ForecastDto } from '../access-writes/dto/forecast.dto.js';
import { RoleErrors } from '../roles/role.errors.js';
import { AssignmentEvents } from './assignment.events.js';
import { planOf } from './assignment-plan.js';
import { RoleAssignmentService, type AssignmentChange } from './role-assignment.service.js';
import { MemberRoleDto, toMemberRoleDto } from './dto/member-role.dto.js';
import { RoleNameDto } from './dto/role-name.dto.js';
import { MemberRoles } from './member-roles.js';

const IN_TENANT = { tenantParam: 'tenant_id' };
const tenantParam = ApiParam({ name: 'tenant_id', format: 'uuid', example: '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10' });
const userParam = ApiParam({ name: 'uid', description: "The member's id", format: 'uuid', example: '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f' });
const DRY_RUN = 'With `dry_run=true` nothing changes, and the answer says what would.';

/** The roles of a tenant's members. */
@ApiTags('Tenant administration')
@Controller('tenants/roles/:tenant_id/users/:uid/roles')
export class TenantAssignmentsController {
  constructor(
    private readonly memberRoles: MemberRoles,
    private readonly assignments: RoleAssignmentService,
    private readonly writes: AccessWrites,
  ) {}

  @Get()
  @tenantParam
  @userParam
  @RequirePermissions(TenantPermissions.rolesView, IN_TENANT)
  @Problems(RequestErrors.not_found)
  @ApiOperation({ summary: 'The roles that a member holds in this tenant', description: 'The highest first, only of this tenant. A user who is no member answers like one that does not exist.' })
  @ApiPage(MemberRoleDto)
  async list(
    @Param('tenant_id') tenantId: string,
    @Param('uid') userId: string,
    @Query() query: PageQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MemberRoleDto[]> {
    if (!isUuid(userId)) throw RequestErrors.not_found();
    const held = await this.memberRoles.of(tenantId as TenantId, userId as UserId);
    return answerPage(pageOfWhole(held, query, ({ role }) => role), request, response).map(toMemberRoleDto);
  }

  @Post()
  @HttpCode(200)
  @tenantParam
  @userParam
  @RequirePermissions(TenantPermissions.rolesAssign, IN_TENANT)
  @Audited(AssignmentEvents.granted)
  @Problems(RequestErrors.not_found, RoleErrors.not_found, RoleErrors.level_insufficient)
  @ApiOperation({ summary: 'Give a member a role', description: `The role counts from the user's next request on. Giving it again changes nothing. ${DRY_RUN}` })
  @ApiDryRunAnswers({ status: 200, type: MessageDto })
  assign(
    @CurrentUser() actor: UserPrincipal,
    @Param('tenant_id') tenantId: string,
    @Param('uid') userId: string,
    @Body() { role_name }: RoleNameDto,
    @Query() query: DryRunQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MessageDto | ForecastDto> {
    const change = changeOf(actor, tenantId, userId, role_name);
    return this.writes.perform(query, response, {
      ...planOf(change, AssignmentEvents.granted),
      write: async () => {
        await this.assignments.assign(change);
        return { message: 'The member holds the role.' };
      },
    });
  }

  @Delete()
  @HttpCode(204)
  @tenantParam
  @userParam
  @RequirePermissions(TenantPermissions.rolesAssign, IN_TENANT)
  @Audited(AssignmentEvents.revoked)
  @Problems(RequestErrors.not_found, RoleErrors.not_found, RoleErrors.level_insufficient, RoleErrors.owner_needs_transfer)
  @ApiOperation({ summary: 'Take a role from a member', description: DRY_RUN })
  @ApiDryRunAnswers({ status: 204, description: 'The member does not hold the role.' })
  remove(
    @CurrentUser() actor: UserPrincipal,
    @Param('tenant_id') tenantId: string,
    @Param('uid') userId: string,
    @Body() { role_name }: RoleNameDto,
    @Query() query: DryRunQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ForecastDto | void> {
    return this.take(changeOf(actor, tenantId, userId, role_name), query, response);
  }

  @Delete(':role_name')
  @HttpCode(204)
  @tenantParam
  @userParam
  @ApiParam({ name: 'role_name', description: 'The exact name of the role', example: 'TENANT_MANAGER' })
  @RequirePermissions(TenantPermissions.rolesAssign, IN_TENANT)
  @Audited(AssignmentEvents.revoked)
  @Problems(RequestErrors.not_found, RoleErrors.not_found, RoleErrors.level_insufficient, RoleErrors.owner_needs_transfer)
  @ApiOperation({ summary: 'Take a role, named in the path, from a member', description: DRY_RUN })
  @ApiDryRunAnswers({ status: 204, description: 'The member does not hold the role.' })
  removeNamed(
    @CurrentUser() actor: UserPrincipal,
    @Param('tenant_id') tenantId: string,
    @Param('uid') userId: string,
    @Param('role_name') roleName: string,
    @Query() query: DryRunQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ForecastDto | void> {
    return this.take(changeOf(actor, tenantId, userId, roleName), query, response);
  }

  private take(change: AssignmentChange, query: DryRunQuery, response: Response): Promise<ForecastDto | void> {
    return this.writes.perform<void>(query, response, {
      ...planOf(change, AssignmentEvents.revoked),
      write: async () => {
        await this.assignments.remove(change);
      },
    });
  }
}

function changeOf(actor: UserPrincipal, tenantId: string, userId: string, roleName: string): AssignmentChange {
  if (!isUuid(userId)) throw RequestErrors.not_found();
  return { actorId: actor.userId, userId: userId as UserId, tenantId: tenantId as TenantId, roleName };
}

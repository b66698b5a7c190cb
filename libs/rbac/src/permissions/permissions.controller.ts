import { answerPage, ApiPage, Audited, CurrentUser, pageOfWhole, PlatformPermissions, Problems, RequestErrors, RequirePermissions, TenantPermissions, type UserPrincipal } from '@authengine/contracts';
import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { DeclaredPermissions } from './declared-permissions.js';
import { DeclarePermissionDto, PermissionDto, toPermissionDto } from './dto/permission.dto.js';
import { ListPermissionsQuery } from './dto/list-permissions.query.js';
import { permissionPosition } from './permission-position.js';
import { PermissionErrors } from './permission.errors.js';
import { PermissionEvents } from './permission.events.js';

/** The catalogue of permissions. */
@ApiTags('Permissions')
@Controller()
export class PermissionsController {
  constructor(private readonly permissions: DeclaredPermissions) {}

  @Get('platform/permissions')
  @RequirePermissions(PlatformPermissions.rolesAssign)
  @ApiOperation({ summary: 'Every permission there is', description: 'By name.' })
  @ApiPage(PermissionDto)
  async list(@Query() query: ListPermissionsQuery, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<PermissionDto[]> {
    return answerPage(pageOfWhole(await this.permissions.all(undefined, query.q), query, permissionPosition), request, response).map(toPermissionDto);
  }

  @Get('tenants/roles/:tenant_id/permissions')
  @RequirePermissions(TenantPermissions.rolesView, { tenantParam: 'tenant_id' })
  @ApiParam({ name: 'tenant_id', format: 'uuid', example: '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10' })
  @Problems(RequestErrors.not_found)
  @ApiOperation({ summary: "Every permission that a tenant's roles can hold", description: 'By name.' })
  @ApiPage(PermissionDto)
  async ofTenants(@Query() query: ListPermissionsQuery, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<PermissionDto[]> {
    return answerPage(pageOfWhole(await this.permissions.all('TENANT', query.q), query, permissionPosition), request, response).map(toPermissionDto);
  }

  @Post('platform/permissions')
  @RequirePermissions(PlatformPermissions.rolesAssign)
  @Audited(PermissionEvents.declared)
  @Problems(PermissionErrors.reserved, PermissionErrors.other_scope, PermissionErrors.too_many)
  @ApiOperation({ summary: "Declare a service's own permission", description: 'A second declaration changes the description (200). Only SUPER_ADMIN holds the permission until a role has it.' })
  @ApiCreatedResponse({ type: PermissionDto })
  @ApiOkResponse({ type: PermissionDto, description: 'It was there already.' })
  async declare(@CurrentUser() actor: UserPrincipal, @Body() body: DeclarePermissionDto, @Res({ passthrough: true }) response: Response): Promise<PermissionDto> {
    const { permission, created } = await this.permissions.declare(actor.userId, { name: body.name, description: body.description, scope: body.scope });
    response.status(created ? 201 : 200);
    return toPermissionDto(permission);
  }
}

import { answerPage, ApiPage, Audited, CurrentUser, PlatformPermissions, Problems, RequirePermissions, type UserPrincipal } from '@authengine/contracts';
import { Clock, isUuid, type ServiceKeyId, type TenantId } from '@authengine/kernel';
import { ApiDryRunAnswers, AccessWrites, DryRunQuery, type ForecastDto } from '@authengine/rbac';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CreateServiceKeyDto } from './dto/create-service-key.dto.js';
import { ListServiceKeysQuery } from './dto/list-service-keys.query.js';
import { NewServiceKeyDto, ServiceKeyDto, toServiceKeyDto } from './dto/service-key.dto.js';
import { ServiceKeyDirectory } from './service-key-directory.js';
import { ServiceKeyErrors } from './service-key.errors.js';
import { ServiceKeyEvents } from './service-key.events.js';
import { ServiceKeys } from './service-keys.js';

@ApiTags('Service keys')
@Controller('platform/service-keys')
@RequirePermissions(PlatformPermissions.serviceKeysManage)
export class ServiceKeysController {
  constructor(
    private readonly keys: ServiceKeys,
    private readonly directory: ServiceKeyDirectory,
    private readonly writes: AccessWrites,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Audited(ServiceKeyEvents.created)
  @Problems(ServiceKeyErrors.expiry_out_of_range, ServiceKeyErrors.tenant_not_found)
  @ApiOperation({ summary: 'Create a service key', description: '`raw_key` is shown in this answer and never again; only its hash is kept. `permissions` narrows what introspection tells the key of, `allowed_addresses` where it may be used from, `required_permissions` whom forward authentication lets through; none can be changed later: make another key.' })
  @ApiCreatedResponse({ type: NewServiceKeyDto })
  async create(@Body() body: CreateServiceKeyDto, @CurrentUser() user: UserPrincipal): Promise<NewServiceKeyDto> {
    const { key, raw } = await this.keys.create({
      serviceName: body.service_name,
      tenantId: (body.tenant_id?.toLowerCase() ?? null) as TenantId | null,
      expiresAt: typeof body.expires_at === 'string' ? new Date(body.expires_at) : null,
      permissions: body.permissions ?? null,
      allowedAddresses: body.allowed_addresses ?? null,
      requiredPermissions: body.required_permissions ?? null,
      createdBy: user.userId,
    });
    return { ...toServiceKeyDto(key, this.clock.now()), raw_key: raw };
  }

  @Get()
  @ApiOperation({ summary: 'List service keys', description: 'Newest first, revoked and expired ones included.' })
  @ApiPage(ServiceKeyDto)
  async list(@Query() query: ListServiceKeysQuery, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<ServiceKeyDto[]> {
    const now = this.clock.now();
    const page = await this.directory.list(query, now);
    return answerPage(page, request, response).map((key) => toServiceKeyDto(key, now));
  }

  @Delete(':id')
  @HttpCode(204)
  @Audited(ServiceKeyEvents.revoked)
  @Problems(ServiceKeyErrors.not_found)
  @ApiOperation({ summary: 'Revoke a service key', description: 'Once this has answered, no node answers to the key. Revoking a revoked key answers 204 again. With `dry_run=true` nothing changes, and the answer says what would.' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiDryRunAnswers({ status: 204 })
  async revoke(@CurrentUser() { userId: actorId }: UserPrincipal, @Param('id') id: string, @Query() query: DryRunQuery, @Res({ passthrough: true }) response: Response): Promise<ForecastDto | void> {
    if (!isUuid(id)) throw ServiceKeyErrors.not_found();
    const keyId = id as ServiceKeyId;
    return this.writes.perform(query, response, { actorId, event: ServiceKeyEvents.revoked, scope: { serviceKeyIds: [keyId] }, write: () => this.keys.revoke(keyId, actorId) });
  }
}

import { answerPage, ApiPage, Audited, CurrentUser, PageQuery, TenantPermissions, Problems, RequestErrors, RequirePermissions, ServerErrors, type UserPrincipal } from '@authengine/contracts';
import type { TenantId } from '@authengine/kernel';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ListDeliveriesQuery, ReplayWebhookDto, WebhookDeliveryDto } from './dto/webhook-delivery.dto.js';
import { CreateWebhookDto, UpdateWebhookDto } from './dto/webhook-fields.dto.js';
import { WebhookDto, WebhookWithSecretDto } from './dto/webhook.dto.js';
import { WebhookDesk } from './webhook-desk.js';
import { AuditStreamErrors } from '../feed/audit-stream.errors.js';
import { WebhookErrors } from './webhook.errors.js';
import { WebhookEvents } from './webhook.events.js';
import type { WebhookScope } from './webhooks.js';

const tenantParam = ApiParam({ name: 'tenant_id', format: 'uuid' });
const webhookParam = ApiParam({ name: 'webhook_id', format: 'uuid' });

/** Webhooks that are told of the tenant's events. */
@ApiTags('Webhooks')
@Controller('tenants/webhooks/:tenant_id/webhooks')
@RequirePermissions(TenantPermissions.webhooksManage, { tenantParam: 'tenant_id' })
export class TenantWebhooksController {
  constructor(private readonly desk: WebhookDesk) {}

  @Get()
  @tenantParam
  @ApiOperation({ summary: 'List the webhooks of the tenant', description: 'Newest first.' })
  @ApiPage(WebhookDto)
  async list(@Param('tenant_id') tenantId: string, @Query() query: PageQuery, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<readonly WebhookDto[]> {
    return answerPage(await this.desk.list(scopeOf(tenantId), query), request, response);
  }

  @Post()
  @tenantParam
  @Audited(WebhookEvents.created)
  @Problems(RequestErrors.invalid, WebhookErrors.too_many, ServerErrors.unavailable)
  @ApiOperation({ summary: 'Make a webhook of the tenant', description: "It is told of the tenant's events, from now on. `secret` is in this answer and never again." })
  @ApiCreatedResponse({ type: WebhookWithSecretDto })
  create(@Param('tenant_id') tenantId: string, @Body() body: CreateWebhookDto, @CurrentUser() { userId }: UserPrincipal): Promise<WebhookWithSecretDto> {
    return this.desk.create(scopeOf(tenantId), body, userId);
  }

  @Get(':webhook_id')
  @tenantParam
  @webhookParam
  @Problems(WebhookErrors.not_found)
  @ApiOperation({ summary: 'One webhook of the tenant' })
  @ApiOkResponse({ type: WebhookDto })
  find(@Param('tenant_id') tenantId: string, @Param('webhook_id') id: string): Promise<WebhookDto> {
    return this.desk.find(scopeOf(tenantId), id);
  }

  @Patch(':webhook_id')
  @tenantParam
  @webhookParam
  @Audited(WebhookEvents.updated)
  @Problems(RequestErrors.invalid, WebhookErrors.not_found)
  @ApiOperation({ summary: 'Change, stop or start a webhook of the tenant', description: 'A webhook that is started again is told of what happens from then on, and of the messages that waited; a replay delivers the rest.' })
  @ApiOkResponse({ type: WebhookDto })
  update(@Param('tenant_id') tenantId: string, @Param('webhook_id') id: string, @Body() body: UpdateWebhookDto, @CurrentUser() { userId }: UserPrincipal): Promise<WebhookDto> {
    return this.desk.update(scopeOf(tenantId), id, body, userId);
  }

  @Delete(':webhook_id')
  @HttpCode(204)
  @tenantParam
  @webhookParam
  @Audited(WebhookEvents.deleted)
  @Problems(WebhookErrors.not_found)
  @ApiOperation({ summary: 'Remove a webhook of the tenant', description: 'Its deliveries are removed too. A message that is on its way arrives.' })
  @ApiNoContentResponse({ description: 'The webhook is gone.' })
  async remove(@Param('tenant_id') tenantId: string, @Param('webhook_id') id: string, @CurrentUser() { userId }: UserPrincipal): Promise<void> {
    await this.desk.remove(scopeOf(tenantId), id, userId);
  }

  @Post(':webhook_id/rotate-secret')
  @HttpCode(200)
  @tenantParam
  @webhookParam
  @Audited(WebhookEvents.secretRotated)
  @Problems(WebhookErrors.not_found)
  @ApiOperation({ summary: 'Give a webhook of the tenant a new secret', description: 'For a day, messages are signed with both secrets. `secret` is in this answer and never again.' })
  @ApiOkResponse({ type: WebhookWithSecretDto })
  rotateSecret(@Param('tenant_id') tenantId: string, @Param('webhook_id') id: string, @CurrentUser() { userId }: UserPrincipal): Promise<WebhookWithSecretDto> {
    return this.desk.rotateSecret(scopeOf(tenantId), id, userId);
  }

  @Post(':webhook_id/test')
  @HttpCode(202)
  @tenantParam
  @webhookParam
  @Audited(WebhookEvents.tested)
  @Problems(WebhookErrors.not_found)
  @ApiOperation({ summary: 'Send a test message to a webhook of the tenant', description: 'The message has the type `webhook.test` and is sent once, to a stopped webhook too. How it went is in the deliveries a moment later.' })
  @ApiAcceptedResponse({ type: WebhookDeliveryDto })
  test(@Param('tenant_id') tenantId: string, @Param('webhook_id') id: string, @CurrentUser() { userId }: UserPrincipal): Promise<WebhookDeliveryDto> {
    return this.desk.test(scopeOf(tenantId), id, userId);
  }

  @Post(':webhook_id/replay')
  @HttpCode(202)
  @tenantParam
  @webhookParam
  @Audited(WebhookEvents.replayed)
  @Problems(AuditStreamErrors.cursor_expired, RequestErrors.invalid, WebhookErrors.not_found, ServerErrors.unavailable)
  @ApiOperation({ summary: 'Deliver the events since an entry of the audit log again', description: 'Each message has the `webhook-id` that it had before.' })
  @ApiAcceptedResponse({ type: WebhookDto })
  replay(@Param('tenant_id') tenantId: string, @Param('webhook_id') id: string, @Body() body: ReplayWebhookDto, @CurrentUser() { userId }: UserPrincipal): Promise<WebhookDto> {
    return this.desk.replay(scopeOf(tenantId), id, body, userId);
  }

  @Get(':webhook_id/deliveries')
  @tenantParam
  @webhookParam
  @Problems(WebhookErrors.not_found)
  @ApiOperation({ summary: 'The deliveries of a webhook of the tenant', description: 'Newest first. Those that have ended are kept for 30 days.' })
  @ApiPage(WebhookDeliveryDto)
  async deliveries(@Param('tenant_id') tenantId: string, @Param('webhook_id') id: string, @Query() query: ListDeliveriesQuery, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<readonly WebhookDeliveryDto[]> {
    return answerPage(await this.desk.deliveries(scopeOf(tenantId), id, query), request, response);
  }

  @Post(':webhook_id/deliveries/:delivery_id/redeliver')
  @HttpCode(202)
  @tenantParam
  @webhookParam
  @ApiParam({ name: 'delivery_id', format: 'uuid' })
  @Audited(WebhookEvents.redelivered)
  @Problems(WebhookErrors.not_found, WebhookErrors.delivery_not_found)
  @ApiOperation({ summary: 'Deliver one event again to a webhook of the tenant', description: 'The message has the `webhook-id` that it had before.' })
  @ApiAcceptedResponse({ type: WebhookDeliveryDto })
  redeliver(@Param('tenant_id') tenantId: string, @Param('webhook_id') id: string, @Param('delivery_id') deliveryId: string, @CurrentUser() { userId }: UserPrincipal): Promise<WebhookDeliveryDto> {
    return this.desk.redeliver(scopeOf(tenantId), id, deliveryId, userId);
  }
}

/** The guard has read the tenant from the path, so it is a UUID. */
function scopeOf(tenantId: string): WebhookScope {
  return tenantId.toLowerCase() as TenantId;
}

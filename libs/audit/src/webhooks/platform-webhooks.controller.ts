import { answerPage, ApiPage, Audited, CurrentUser, PageQuery, PlatformPermissions, Problems, RequestErrors, RequirePermissions, ServerErrors, type UserPrincipal } from '@authengine/contracts';
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

const webhookParam = ApiParam({ name: 'webhook_id', format: 'uuid' });

/** Webhooks that are told of the events of the whole platform, those of every tenant too. */
@ApiTags('Webhooks')
@Controller('platform/webhooks')
@RequirePermissions(PlatformPermissions.webhooksManage)
export class PlatformWebhooksController {
  constructor(private readonly desk: WebhookDesk) {}

  @Get()
  @ApiOperation({ summary: 'List the webhooks of the platform', description: 'Newest first.' })
  @ApiPage(WebhookDto)
  async list(@Query() query: PageQuery, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<readonly WebhookDto[]> {
    return answerPage(await this.desk.list(null, query), request, response);
  }

  @Post()
  @Audited(WebhookEvents.created)
  @Problems(RequestErrors.invalid, WebhookErrors.too_many, ServerErrors.unavailable)
  @ApiOperation({ summary: 'Make a webhook of the platform', description: 'It is told of the events of the whole platform, those of every tenant too, from now on. `secret` is in this answer and never again.' })
  @ApiCreatedResponse({ type: WebhookWithSecretDto })
  create(@Body() body: CreateWebhookDto, @CurrentUser() { userId }: UserPrincipal): Promise<WebhookWithSecretDto> {
    return this.desk.create(null, body, userId);
  }

  @Get(':webhook_id')
  @webhookParam
  @Problems(WebhookErrors.not_found)
  @ApiOperation({ summary: 'One webhook of the platform' })
  @ApiOkResponse({ type: WebhookDto })
  find(@Param('webhook_id') id: string): Promise<WebhookDto> {
    return this.desk.find(null, id);
  }

  @Patch(':webhook_id')
  @webhookParam
  @Audited(WebhookEvents.updated)
  @Problems(RequestErrors.invalid, WebhookErrors.not_found)
  @ApiOperation({ summary: 'Change, stop or start a webhook of the platform', description: 'A webhook that is started again is told of what happens from then on, and of the messages that waited; a replay delivers the rest.' })
  @ApiOkResponse({ type: WebhookDto })
  update(@Param('webhook_id') id: string, @Body() body: UpdateWebhookDto, @CurrentUser() { userId }: UserPrincipal): Promise<WebhookDto> {
    return this.desk.update(null, id, body, userId);
  }

  @Delete(':webhook_id')
  @HttpCode(204)
  @webhookParam
  @Audited(WebhookEvents.deleted)
  @Problems(WebhookErrors.not_found)
  @ApiOperation({ summary: 'Remove a webhook of the platform', description: 'Its deliveries are removed too. A message that is on its way arrives.' })
  @ApiNoContentResponse({ description: 'The webhook is gone.' })
  async remove(@Param('webhook_id') id: string, @CurrentUser() { userId }: UserPrincipal): Promise<void> {
    await this.desk.remove(null, id, userId);
  }

  @Post(':webhook_id/rotate-secret')
  @HttpCode(200)
  @webhookParam
  @Audited(WebhookEvents.secretRotated)
  @Problems(WebhookErrors.not_found)
  @ApiOperation({ summary: 'Give a webhook of the platform a new secret', description: 'For a day, messages are signed with both secrets. `secret` is in this answer and never again.' })
  @ApiOkResponse({ type: WebhookWithSecretDto })
  rotateSecret(@Param('webhook_id') id: string, @CurrentUser() { userId }: UserPrincipal): Promise<WebhookWithSecretDto> {
    return this.desk.rotateSecret(null, id, userId);
  }

  @Post(':webhook_id/test')
  @HttpCode(202)
  @webhookParam
  @Audited(WebhookEvents.tested)
  @Problems(WebhookErrors.not_found)
  @ApiOperation({ summary: 'Send a test message to a webhook of the platform', description: 'The message has the type `webhook.test` and is sent once, to a stopped webhook too. How it went is in the deliveries a moment later.' })
  @ApiAcceptedResponse({ type: WebhookDeliveryDto })
  test(@Param('webhook_id') id: string, @CurrentUser() { userId }: UserPrincipal): Promise<WebhookDeliveryDto> {
    return this.desk.test(null, id, userId);
  }

  @Post(':webhook_id/replay')
  @HttpCode(202)
  @webhookParam
  @Audited(WebhookEvents.replayed)
  @Problems(AuditStreamErrors.cursor_expired, RequestErrors.invalid, WebhookErrors.not_found, ServerErrors.unavailable)
  @ApiOperation({ summary: 'Deliver the events since an entry of the audit log again', description: 'Each message has the `webhook-id` that it had before.' })
  @ApiAcceptedResponse({ type: WebhookDto })
  replay(@Param('webhook_id') id: string, @Body() body: ReplayWebhookDto, @CurrentUser() { userId }: UserPrincipal): Promise<WebhookDto> {
    return this.desk.replay(null, id, body, userId);
  }

  @Get(':webhook_id/deliveries')
  @webhookParam
  @Problems(WebhookErrors.not_found)
  @ApiOperation({ summary: 'The deliveries of a webhook of the platform', description: 'Newest first. Those that have ended are kept for 30 days.' })
  @ApiPage(WebhookDeliveryDto)
  async deliveries(@Param('webhook_id') id: string, @Query() query: ListDeliveriesQuery, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<readonly WebhookDeliveryDto[]> {
    return answerPage(await this.desk.deliveries(null, id, query), request, response);
  }

  @Post(':webhook_id/deliveries/:delivery_id/redeliver')
  @HttpCode(202)
  @webhookParam
  @ApiParam({ name: 'delivery_id', format: 'uuid' })
  @Audited(WebhookEvents.redelivered)
  @Problems(WebhookErrors.not_found, WebhookErrors.delivery_not_found)
  @ApiOperation({ summary: 'Deliver one event again to a webhook of the platform', description: 'The message has the `webhook-id` that it had before.' })
  @ApiAcceptedResponse({ type: WebhookDeliveryDto })
  redeliver(@Param('webhook_id') id: string, @Param('delivery_id') deliveryId: string, @CurrentUser() { userId }: UserPrincipal): Promise<WebhookDeliveryDto> {
    return this.desk.redeliver(null, id, deliveryId, userId);
  }
}

import { pageOfWhole, type Page, type PageQuery } from '@authengine/contracts';
import { Clock, isUuid, type UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { toWebhookDeliveryDto, type ListDeliveriesQuery, type ReplayWebhookDto, type WebhookDeliveryDto } from './dto/webhook-delivery.dto.js';
import type { CreateWebhookDto, UpdateWebhookDto } from './dto/webhook-fields.dto.js';
import { toWebhookDto, type WebhookDto, type WebhookWithSecretDto } from './dto/webhook.dto.js';
import { WebhookErrors } from './webhook.errors.js';
import { WebhookLog } from './webhook-log.js';
import { Webhooks, type WebhookFields, type WebhookScope } from './webhooks.js';

/** What the routes of tenants and of the platform do alike, in the words of the API. */
@Injectable()
export class WebhookDesk {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly log: WebhookLog,
    private readonly clock: Clock,
  ) {}

  async list(scope: WebhookScope, query: PageQuery): Promise<Page<WebhookDto>> {
    const page = pageOfWhole(await this.webhooks.list(scope), query, (webhook) => webhook);
    return { ...page, items: page.items.map((webhook) => toWebhookDto(webhook, this.clock.now())) };
  }

  async find(scope: WebhookScope, id: string): Promise<WebhookDto> {
    return toWebhookDto(await this.webhooks.find(scope, webhookId(id)), this.clock.now());
  }

  async create(scope: WebhookScope, { url, events, description, enabled }: CreateWebhookDto, by: UserId): Promise<WebhookWithSecretDto> {
    return this.withSecret(await this.webhooks.create(scope, { url, events, description: description ?? null, enabled: enabled ?? true }, by));
  }

  async update(scope: WebhookScope, id: string, { url, events, description, enabled }: UpdateWebhookDto, by: UserId): Promise<WebhookDto> {
    const given: { [K in keyof WebhookFields]: WebhookFields[K] | undefined } = { url, events, description, enabled };
    const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<WebhookFields>;
    return toWebhookDto(await this.webhooks.update(scope, webhookId(id), changes, by), this.clock.now());
  }

  async remove(scope: WebhookScope, id: string, by: UserId): Promise<void> {
    await this.webhooks.remove(scope, webhookId(id), by);
  }

  async rotateSecret(scope: WebhookScope, id: string, by: UserId): Promise<WebhookWithSecretDto> {
    return this.withSecret(await this.webhooks.rotateSecret(scope, webhookId(id), by));
  }

  async replay(scope: WebhookScope, id: string, { after }: ReplayWebhookDto, by: UserId): Promise<WebhookDto> {
    return toWebhookDto(await this.webhooks.replay(scope, webhookId(id), after?.toLowerCase() ?? null, by), this.clock.now());
  }

  async test(scope: WebhookScope, id: string, by: UserId): Promise<WebhookDeliveryDto> {
    return toWebhookDeliveryDto(await this.log.test(scope, webhookId(id), by));
  }

  async deliveries(scope: WebhookScope, id: string, query: ListDeliveriesQuery): Promise<Page<WebhookDeliveryDto>> {
    const page = await this.log.list(scope, webhookId(id), query);
    return { ...page, items: page.items.map(toWebhookDeliveryDto) };
  }

  async redeliver(scope: WebhookScope, id: string, deliveryId: string, by: UserId): Promise<WebhookDeliveryDto> {
    const webhook = webhookId(id);
    if (!isUuid(deliveryId)) throw WebhookErrors.delivery_not_found();
    return toWebhookDeliveryDto(await this.log.redeliver(scope, webhook, deliveryId, by));
  }

  private withSecret({ webhook, secret }: Awaited<ReturnType<Webhooks['create']>>): WebhookWithSecretDto {
    return { ...toWebhookDto(webhook, this.clock.now()), secret };
  }
}

/** @throws WebhookErrors.not_found */
function webhookId(id: string): string {
  if (!isUuid(id)) throw WebhookErrors.not_found();
  return id;
}

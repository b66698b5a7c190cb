import { AuditTrail, decodeCursor, pageOf, type AuditDetails, type Page, type PageQuery } from '@authengine/contracts';
import { Clock, newId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { WebhookErrors } from './webhook.errors.js';
import { WebhookEvents } from './webhook.events.js';
import { TEST_EVENT } from './webhook-message.js';
import { WebhookDelivery, type DeliveryStatus } from './webhook-delivery.entity.js';
import { WebhookRelay } from './webhook-relay.js';
import { Webhooks, type WebhookScope } from './webhooks.js';
import type { Webhook } from './webhook.entity.js';

export interface DeliveryQuestion extends Pick<PageQuery, 'limit' | 'cursor'> {
  readonly status?: DeliveryStatus | undefined;
  readonly event?: string | undefined;
}

/** The deliveries of a webhook, for its owner to look at and to repeat. */
@Injectable()
export class WebhookLog {
  constructor(
    private readonly transactions: Transactions,
    private readonly webhooks: Webhooks,
    private readonly relay: WebhookRelay,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * Newest first.
   * @throws WebhookErrors.not_found, RequestErrors.invalid for a forged cursor
   */
  async list(scope: WebhookScope, webhookId: string, { limit, cursor, status, event }: DeliveryQuestion): Promise<Page<WebhookDelivery>> {
    await this.webhooks.find(scope, webhookId);
    const query = this.transactions.manager.createQueryBuilder(WebhookDelivery, 'delivery').where('delivery.webhookId = :webhookId', { webhookId });
    if (status !== undefined) query.andWhere('delivery.status = :status', { status });
    if (event !== undefined) query.andWhere('delivery.event = :event', { event });
    if (cursor !== undefined) {
      const { createdAt, id } = decodeCursor(cursor);
      query.andWhere('(delivery.queuedAt, delivery.id) < (:createdAt, :id)', { createdAt, id });
    }
    const rows = await query.orderBy({ 'delivery.queuedAt': 'DESC', 'delivery.id': 'DESC' }).limit(limit + 1).getMany();
    return pageOf(rows.map((row) => Object.assign(row, { createdAt: row.queuedAt })), limit);
  }

  /**
   * Queues a test message; it is sent to a webhook that is stopped too, and once.
   * @throws WebhookErrors.not_found
   */
  async test(scope: WebhookScope, webhookId: string, by: UserId): Promise<WebhookDelivery> {
    const now = this.clock.now();
    const delivery: WebhookDelivery = {
      id: newId(), webhookId, position: null, entryId: null, event: TEST_EVENT, status: 'pending', attempts: 0, queuedAt: now, nextAttemptAt: now, lastAttemptAt: null,
      responseStatus: null, responseExcerpt: null, reason: null, durationMs: null,
    };
    return this.queue(scope, webhookId, by, async (webhook) => {
      await this.transactions.manager.insert(WebhookDelivery, delivery);
      await this.trail.record(WebhookEvents.tested, about(webhook, { delivery_id: delivery.id }));
      return delivery;
    });
  }

  /**
   * Sends one message again, with its attempts begun anew.
   * @throws WebhookErrors.not_found, delivery_not_found
   */
  redeliver(scope: WebhookScope, webhookId: string, deliveryId: string, by: UserId): Promise<WebhookDelivery> {
    return this.queue(scope, webhookId, by, async (webhook) => {
      const { manager } = this.transactions;
      const delivery = await manager.findOne(WebhookDelivery, { where: { id: deliveryId, webhookId }, lock: { mode: 'pessimistic_write' } });
      if (!delivery) throw WebhookErrors.delivery_not_found();
      const now = this.clock.now();
      const queued = { ...delivery, status: 'pending' as const, attempts: 0, queuedAt: now, nextAttemptAt: now };
      await manager.save(WebhookDelivery, queued);
      await this.trail.record(WebhookEvents.redelivered, about(webhook, { delivery_id: delivery.id, event: delivery.event }));
      return queued;
    });
  }

  /** Somebody waits for the outcome, so it is tried now whatever failed before. The webhook's row is locked before its deliveries. */
  private async queue(scope: WebhookScope, webhookId: string, by: UserId, work: (webhook: Webhook) => Promise<WebhookDelivery>): Promise<WebhookDelivery> {
    const delivery = await this.transactions.run(async () => work(await this.webhooks.hasten(scope, webhookId, by)));
    this.relay.kick();
    return delivery;
  }
}

function about({ id, tenantId, url }: Webhook, metadata: Readonly<Record<string, unknown>>): AuditDetails {
  return { tenantId, resourceId: id, metadata: { host: new URL(url).host, ...metadata } };
}

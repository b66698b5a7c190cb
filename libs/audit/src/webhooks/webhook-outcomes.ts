import { AuditTrail } from '@authengine/contracts';
import { Clock } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { isOfReceiver } from './delivery-reason.js';
import type { Attempt } from './receivers.js';
import { nextAttemptAt } from './retry-schedule.js';
import { WebhookEvents } from './webhook.events.js';
import { Webhook } from './webhook.entity.js';
import { WebhookDelivery } from './webhook-delivery.entity.js';
import type { DueDelivery } from './webhook-work.js';

/** Notes what became of an attempt. */
@Injectable()
export class WebhookOutcomes {
  constructor(
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async note(delivery: DueDelivery, attempt: Attempt): Promise<void> {
    const now = this.clock.now();
    const attempts = delivery.attempts + 1;
    const isTest = delivery.entryId === null;
    const retryAt = attempt.reason === null || attempt.reason === 'no_entry' || isTest ? null : nextAttemptAt({ attempts, queuedAt: delivery.queuedAt }, now, Math.random());
    const status = attempt.reason === null ? 'delivered' : retryAt ? 'pending' : 'failed';
    await this.transactions.run(async () => {
      // The webhook's row comes before its deliveries', as in every other change of both.
      if (!isTest && isOfReceiver(attempt.reason)) await this.noteOfWebhook(delivery, attempt, now, status === 'failed');
      await this.transactions.manager.update(
        WebhookDelivery,
        { id: delivery.id, status: 'pending' },
        { status, attempts, lastAttemptAt: now, responseStatus: attempt.status, responseExcerpt: attempt.excerpt, reason: attempt.reason, durationMs: attempt.durationMs, ...(retryAt ? { nextAttemptAt: retryAt } : {}) },
      );
    });
  }

  /** A webhook that has taken nothing since a message was queued that is now given up has failed for three days. */
  private async noteOfWebhook(delivery: DueDelivery, attempt: Attempt, now: Date, isGivenUp: boolean): Promise<void> {
    const { manager } = this.transactions;
    const webhook = await manager.findOne(Webhook, { where: { id: delivery.webhookId }, lock: { mode: 'pessimistic_write' } });
    if (!webhook) return;
    if (attempt.reason === null) {
      await manager.update(Webhook, { id: webhook.id }, { failures: 0, failingSince: null, lastSuccessAt: now });
      return;
    }
    const failingSince = webhook.failingSince ?? now;
    const stops = isGivenUp && webhook.enabled && (webhook.lastSuccessAt === null || webhook.lastSuccessAt < delivery.queuedAt);
    await manager.update(Webhook, { id: webhook.id }, { failures: webhook.failures + 1, failingSince, ...(stops ? { enabled: false, disabledReason: 'failures' as const, updatedAt: now } : {}) });
    if (!stops) return;
    const metadata = { host: new URL(webhook.url).host, failing_since: failingSince, reason: attempt.reason, response_status: attempt.status };
    await this.trail.record(WebhookEvents.disabled, { actorId: null, tenantId: webhook.tenantId, resourceId: webhook.id, metadata });
  }
}

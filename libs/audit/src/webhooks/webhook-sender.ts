import { Clock } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable, Logger } from '@nestjs/common';
import { AuditFeed } from '../feed/audit-feed.js';
import { isOfReceiver, type DeliveryReason } from './delivery-reason.js';
import { Receivers, type Attempt } from './receivers.js';
import { messageOf, testMessage } from './webhook-message.js';
import { WebhookOutcomes } from './webhook-outcomes.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { Webhook } from './webhook.entity.js';
import type { DueDelivery } from './webhook-work.js';

/** Sends one message. No transaction is open meanwhile. */
@Injectable()
export class WebhookSender {
  private readonly log = new Logger('Webhooks');

  constructor(
    private readonly transactions: Transactions,
    private readonly feed: AuditFeed,
    private readonly secrets: WebhookSecrets,
    private readonly receivers: Receivers,
    private readonly outcomes: WebhookOutcomes,
    private readonly clock: Clock,
  ) {}

  /** Rejects, and notes nothing, when the audit log or the database cannot be reached. */
  async send(delivery: DueDelivery): Promise<'taken' | 'refused' | 'unsent'> {
    const webhook = await this.transactions.manager.findOneBy(Webhook, { id: delivery.webhookId });
    if (!webhook) return 'unsent';
    const attempt = await this.attempt(webhook, delivery);
    await this.outcomes.note(delivery, attempt);
    if (!isOfReceiver(attempt.reason)) return 'unsent';
    return attempt.reason === null ? 'taken' : 'refused';
  }

  private async attempt(webhook: Webhook, delivery: DueDelivery): Promise<Attempt> {
    const now = this.clock.now();
    const body = await this.bodyOf(delivery, now);
    if (body === null) return unsent('no_entry');
    let headers: Readonly<Record<string, string>>;
    try {
      headers = { ...this.secrets.sign(webhook, delivery.entryId ?? delivery.id, body, now) };
    } catch (error) {
      this.log.error({ err: error, webhook: webhook.id }, 'the secret of a webhook cannot be opened');
      return unsent('internal');
    }
    return this.receivers.post(webhook.url, headers, body);
  }

  /** The text that is signed and sent; null when the log no longer has the entry. */
  private async bodyOf({ entryId }: DueDelivery, now: Date): Promise<string | null> {
    if (entryId === null) return JSON.stringify(testMessage(now));
    const [entry] = await this.feed.entries([entryId]);
    return entry ? JSON.stringify(messageOf(entry)) : null;
  }
}

function unsent(reason: DeliveryReason): Attempt {
  return { reason, status: null, excerpt: null, durationMs: 0 };
}

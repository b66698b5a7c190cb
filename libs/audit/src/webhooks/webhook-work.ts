import { Clock, newId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { AuditFeed } from '../feed/audit-feed.js';
import { isTold } from './event-filter.js';
import { Webhook } from './webhook.entity.js';
import type { WebhookDelivery } from './webhook-delivery.entity.js';

/** Longer than a node works on a webhook at a stretch. */
const LEASE_MS = 60_000;
const BATCH = 200;
/** The events beyond wait in the feed: a receiver that is away for days makes no heap of rows. */
const MAX_PENDING = 1_000;

/**
 * A webhook that has something to do: a message that is due, or events that are not queued yet. The webhooks of a suspended tenant
 * rest. The one that has waited longest comes first.
 */
const CLAIM = `
UPDATE webhooks SET leased_until = $2
 WHERE id = (
   SELECT w.id FROM webhooks w LEFT JOIN tenants t ON t.id = w.tenant_id
    WHERE w.leased_until <= $1 AND w.paused_until <= $1 AND ($3 OR w.failures = 0) AND (w.tenant_id IS NULL OR t.status = 'ACTIVE')
      AND (EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.status = 'pending' AND d.next_attempt_at <= $1 AND (w.enabled OR d.entry_id IS NULL))
        OR (w.enabled AND w.tenant_id IS NOT NULL AND EXISTS (SELECT 1 FROM audit_feed f WHERE f.tenant_id = w.tenant_id::text AND f.position > w.position))
        OR (w.enabled AND w.tenant_id IS NULL AND EXISTS (SELECT 1 FROM audit_feed f WHERE f.position > w.position)))
    ORDER BY w.leased_until LIMIT 1 FOR UPDATE OF w SKIP LOCKED)
RETURNING id, failures`;

/** Of equal urgency, the event that came first. */
const DUE = `
SELECT d.id, d.webhook_id AS "webhookId", d.position, d.entry_id AS "entryId", d.event, d.attempts, d.queued_at AS "queuedAt"
  FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
 WHERE d.webhook_id = $1 AND d.status = 'pending' AND d.next_attempt_at <= $2 AND (w.enabled OR d.entry_id IS NULL)
 ORDER BY d.next_attempt_at, d.position LIMIT 1`;

/** An event that is replayed is sent again, under its own id. */
const QUEUE = `
INSERT INTO webhook_deliveries (id, webhook_id, position, entry_id, event, status, queued_at, next_attempt_at)
SELECT id, $1, position, entry_id, event, 'pending', $2, $2
  FROM jsonb_to_recordset($3::jsonb) AS told (id uuid, position bigint, entry_id uuid, event text)
ON CONFLICT (webhook_id, entry_id) DO UPDATE SET status = 'pending', attempts = 0, queued_at = $2, next_attempt_at = $2 WHERE webhook_deliveries.status <> 'pending'`;

export interface Lease {
  readonly webhookId: string;
  readonly until: Date;
  /** In a row, before this lease. */
  readonly failures: number;
}

export type DueDelivery = Pick<WebhookDelivery, 'id' | 'webhookId' | 'position' | 'entryId' | 'event' | 'attempts' | 'queuedAt'>;

/** What webhooks have to do, in Postgres. One node works on a webhook at a time. */
@Injectable()
export class WebhookWork {
  constructor(
    private readonly transactions: Transactions,
    private readonly feed: AuditFeed,
    private readonly clock: Clock,
  ) {}

  /** Takes a webhook that has something to do; null when none has. `failing` also takes those whose last message failed. */
  async claim(failing: boolean): Promise<Lease | null> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + LEASE_MS);
    const [[row]] = await this.transactions.manager.query<[{ id: string; failures: number }[], number]>(CLAIM, [now, until, failing]);
    return row ? { webhookId: row.id, until, failures: row.failures } : null;
  }

  /** Queues the webhook's share of the next events in the feed, and moves its position past them, in one transaction. Whether there were any. */
  async queueNew(webhookId: string): Promise<boolean> {
    return this.transactions.run(async () => {
      const { manager } = this.transactions;
      const webhook = await manager.findOne(Webhook, { where: { id: webhookId, enabled: true }, lock: { mode: 'pessimistic_write' } });
      if (!webhook || (await this.isFull(webhookId))) return false;
      const rows = await this.feed.rowsAfter(webhook.position, webhook.tenantId, BATCH);
      const last = rows.at(-1);
      if (!last) return false;
      const told = rows.filter(({ action }) => isTold(webhook.events, action)).map(({ position, entryId, action }) => ({ id: newId(), position, entry_id: entryId, event: action }));
      if (told.length > 0) await manager.query(QUEUE, [webhookId, this.clock.now(), JSON.stringify(told)]);
      await manager.update(Webhook, { id: webhookId }, { position: last.position });
      return true;
    });
  }

  /** The next message that is due. */
  async due(webhookId: string): Promise<DueDelivery | null> {
    const [row] = await this.transactions.manager.query<DueDelivery[]>(DUE, [webhookId, this.clock.now()]);
    return row ?? null;
  }

  /** The webhook is free again after a pause, unless the lease had run out and another node has it. */
  async release({ webhookId, until }: Lease, pauseMs: number): Promise<void> {
    const now = this.clock.now();
    await this.transactions.manager.query('UPDATE webhooks SET leased_until = $3, paused_until = $4 WHERE id = $1 AND leased_until = $2', [webhookId, until, now, new Date(now.getTime() + pauseMs)]);
  }

  private async isFull(webhookId: string): Promise<boolean> {
    const [row] = await this.transactions.manager.query<{ count: number }[]>(
      "SELECT count(*)::int AS count FROM (SELECT 1 FROM webhook_deliveries WHERE webhook_id = $1 AND status = 'pending' LIMIT $2) AS pending",
      [webhookId, MAX_PENDING],
    );
    return (row?.count ?? 0) >= MAX_PENDING;
  }
}

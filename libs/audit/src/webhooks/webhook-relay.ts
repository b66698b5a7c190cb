import { Clock } from '@authengine/kernel';
import { BackgroundLoop, Transactions } from '@authengine/persistence';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditRelay } from '../relay/audit-relay.js';
import { within } from '../within.js';
import { pauseAfter } from './retry-schedule.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhookWork, type Lease } from './webhook-work.js';

/** For what no shipment of this node tells of: retries, and what another node had taken when it died. */
const POLL_MS = 5_000;
const AT_ONCE = 32;
/** Of these, at most so many work on webhooks whose last message failed: receivers that are away do not hold up the others. */
const FAILING_AT_ONCE = 16;
/** A node works on a webhook for so long, then others have their turn; with the last attempt it stays within the lease. */
const TURN_MS = 20_000;
const STOP_MS = 5_000;
const KEEP_MS = 30 * 24 * 3_600_000;
const PRUNE_EVERY_MS = 600_000;

/**
 * Delivers events to webhooks: at least once, and in the order of the feed but for messages that failed, which are sent again
 * later. Messages to one webhook go one after the other, to several at once, so a slow receiver delays only itself. When the
 * process dies, another takes its webhooks once their leases have run out.
 */
@Injectable()
export class WebhookRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Webhooks');
  private readonly loop = new BackgroundLoop(() => this.begin(), { intervalMs: POLL_MS, onFault: (error) => { this.log.warn({ err: error }, 'webhooks wait'); } });
  private readonly underWay = new Set<Promise<void>>();
  private failing = 0;
  private stopping = false;
  private prunedAt = 0;

  constructor(
    private readonly work: WebhookWork,
    private readonly sender: WebhookSender,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly shipments: AuditRelay,
  ) {}

  onApplicationBootstrap(): void {
    this.shipments.onShipped(() => {
      this.kick();
    });
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.loop.stop();
    await within(STOP_MS, Promise.allSettled(this.underWay), () => new Error('late')).catch(() => undefined);
  }

  kick(): void {
    this.loop.kick();
  }

  /** Resolves when everything that is due now was tried. */
  async settle(): Promise<void> {
    for (let idle = false; !idle; ) {
      await this.loop.settle();
      // A webhook that was worked on could not be claimed, whatever came meanwhile.
      idle = this.underWay.size === 0;
      await Promise.allSettled(this.underWay);
    }
  }

  private async begin(): Promise<void> {
    while (this.underWay.size < AT_ONCE && !this.stopping) {
      const lease = await this.work.claim(this.failing < FAILING_AT_ONCE);
      if (!lease) break;
      const isFailing = lease.failures > 0;
      if (isFailing) this.failing += 1;
      const turn: Promise<void> = this.take(lease).catch((error: unknown) => { this.log.warn({ err: error, webhook: lease.webhookId }, 'a webhook could not be worked on'); }).finally(() => {
        if (isFailing) this.failing -= 1;
        this.underWay.delete(turn);
        this.loop.kick();
      });
      this.underWay.add(turn);
    }
    await this.prune();
  }

  private async take(lease: Lease): Promise<void> {
    let pauseMs = pauseAfter(1);
    try {
      const queued = await this.work.queueNew(lease.webhookId);
      const { sent, failures } = await this.sendDue(lease);
      // Without a pause, a webhook that has no room for its next events would be claimed for ever.
      if (failures > 0) pauseMs = pauseAfter(failures);
      else if (queued || sent > 0) pauseMs = 0;
    } finally {
      await this.work.release(lease, pauseMs);
      if (pauseMs > 0) setTimeout(() => { this.kick(); }, pauseMs).unref();
    }
  }

  /** Sends what is due, up to the first failure. */
  private async sendDue(lease: Lease): Promise<{ readonly sent: number; readonly failures: number }> {
    const end = performance.now() + TURN_MS;
    let { failures } = lease;
    for (let sent = 0; ; sent += 1) {
      const delivery = this.stopping || performance.now() > end ? null : await this.work.due(lease.webhookId);
      if (!delivery) return { sent, failures: sent > 0 ? failures : 0 };
      const isTest = delivery.entryId === null;
      const outcome = await this.sender.send(delivery);
      if (isTest) continue;
      if (outcome === 'refused') return { sent: sent + 1, failures: failures + 1 };
      failures = 0;
    }
  }

  private async prune(): Promise<void> {
    const now = this.clock.now().getTime();
    if (now - this.prunedAt < PRUNE_EVERY_MS) return;
    this.prunedAt = now;
    await this.transactions.manager.query("DELETE FROM webhook_deliveries WHERE queued_at < $1 AND status <> 'pending'", [new Date(now - KEEP_MS)]);
  }
}

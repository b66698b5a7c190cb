import { setTimeout as delay } from 'node:timers/promises';
import { Clock } from '@authengine/kernel';
import { BackgroundLoop } from '@authengine/persistence';
import { Injectable, Logger, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { MailRequests } from '../requests/mail-requests.js';
import { MailTransport } from '../transport/mail-transport.js';
import { MailDelivery } from './mail-delivery.js';
import { QueuedMails } from './queued-mails.js';

/** One mail per connection to the mail server, so that no mail waits for a connection while its lease runs. */
const BATCH = 5;
const INTERVAL_MS = 5_000;
/** The longest time of one attempt, however slowly the server sends its replies. */
const ATTEMPT_MS = 20_000;
/** Far longer than an attempt: no other process sends the mail while the lease runs. */
const LEASE_MS = 120_000;
const SHUTDOWN_MS = 5_000;
const START_MS = 5_000;
const KEEP_MS = 7 * 24 * 3_600_000;
const PRUNE_EVERY_MS = 600_000;

/**
 * Sends the mails that are due: at once when kicked, otherwise every few seconds. Any number of processes may share one
 * table. Delivery is at least once: when a process dies after handing a mail over and before noting it, the mail is
 * sent again with the same Message-ID.
 */
@Injectable()
export class MailQueue implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Mail');
  private readonly loop: BackgroundLoop;
  private attempts = new AbortController();
  private closing = false;
  private closed = false;
  private prunedAt = 0;

  constructor(
    private readonly mails: QueuedMails,
    private readonly delivery: MailDelivery,
    private readonly transport: MailTransport,
    private readonly clock: Clock,
    private readonly requests: MailRequests,
  ) {
    this.loop = new BackgroundLoop(() => this.sendDue(), {
      intervalMs: INTERVAL_MS,
      onFault: (error) => {
        this.log.warn({ err: error }, 'the mail queue could not be worked on');
      },
    });
  }

  /** Requests that a killed process had accepted are answered before this process accepts more. */
  async onApplicationBootstrap(): Promise<void> {
    this.loop.start();
    this.requests.start();
    await Promise.race([this.requests.settle(), delay(START_MS, undefined, { ref: false })]);
  }

  /**
   * Gives due requests and mails in flight a last chance of a few seconds. The rest waits for another process or the
   * next start.
   */
  async beforeApplicationShutdown(): Promise<void> {
    await this.requests.stop(SHUTDOWN_MS);
    this.closing = true;
    const timer = setTimeout(() => {
      this.closed = true;
      this.attempts.abort();
    }, SHUTDOWN_MS);
    await this.loop.settle();
    await this.loop.stop();
    clearTimeout(timer);
    await this.transport.close();
  }

  /** Call this when there is something new to send. */
  kick(): void {
    this.loop.kick();
  }

  /** Resolves when this process has answered every request for a mail and has tried every mail that is due now. */
  async settle(): Promise<void> {
    await this.requests.settle();
    await this.loop.settle();
  }

  private async sendDue(): Promise<void> {
    let full = true;
    while (full && !this.closed) full = (await this.sendBatch()) === BATCH && !this.closing;
    await this.prune();
  }

  private async sendBatch(): Promise<number> {
    const now = this.clock.now();
    const batch = await this.mails.lease(now, new Date(now.getTime() + LEASE_MS), BATCH);
    const attempts = new AbortController();
    this.attempts = attempts;
    const timer = setTimeout(() => {
      attempts.abort();
    }, ATTEMPT_MS);
    const results = await Promise.allSettled(batch.map((mail) => this.delivery.attempt(mail, attempts.signal)));
    clearTimeout(timer);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    return batch.length;
  }

  private async prune(): Promise<void> {
    const now = this.clock.now().getTime();
    if (now - this.prunedAt < PRUNE_EVERY_MS) return;
    this.prunedAt = now;
    await this.mails.prune(new Date(now - KEEP_MS));
  }
}

import { BackgroundLoop } from '@authengine/persistence';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { MailDeliveryError } from '../transport/mail-delivery-error.js';
import { MailTransport } from '../transport/mail-transport.js';
import { MailQueue } from '../queue/mail-queue.js';
import { MailRelay } from './mail-relay.js';

const INTERVAL_MS = 60_000;

/**
 * Checks at start whether the mail server lets us in, so that a wrong setting is reported before the first mail. While
 * it does not, checks again every minute, so that mails leave soon after the repair.
 */
@Injectable()
export class RelayCheck implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Mail');
  private readonly loop: BackgroundLoop;
  private readonly stopping = new AbortController();
  private first = true;

  constructor(
    private readonly transport: MailTransport,
    private readonly relay: MailRelay,
    private readonly queue: MailQueue,
  ) {
    this.loop = new BackgroundLoop(() => this.check(), {
      intervalMs: INTERVAL_MS,
      onFault: (error) => {
        this.log.warn({ err: error }, 'the mail server could not be looked at');
      },
    });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.loop.stop();
  }

  /** Resolves when a check that began after this call has ended. */
  async settle(): Promise<void> {
    await this.loop.settle();
  }

  private async check(): Promise<void> {
    if (!this.first && !this.relay.checkable) return;
    const outcome = await Promise.race([this.outcome(), this.stopped()]);
    if (outcome === 'stopped') return;
    this.first = false;
    if (outcome === 'works') {
      await this.relay.worked('check');
      this.queue.kick();
    } else this.relay.failed(outcome);
  }

  private async outcome(): Promise<'works' | MailDeliveryError> {
    try {
      await this.transport.check();
      return 'works';
    } catch (error) {
      if (error instanceof MailDeliveryError) return error;
      throw error;
    }
  }

  /** A slow server must not delay the shutdown. */
  private stopped(): Promise<'stopped'> {
    return new Promise((resolve) => {
      const { signal } = this.stopping;
      if (signal.aborted) resolve('stopped');
      else signal.addEventListener('abort', () => { resolve('stopped'); }, { once: true });
    });
  }
}

import { BackgroundLoop } from '@authengine/persistence';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { FeedPruning } from '../feed/feed-pruning.js';
import { Retention } from './retention.js';

const EVERY_MS = 3_600_000;

/** Removes what was kept long enough, every hour. */
@Injectable()
export class RetentionLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('AuditRetention');
  private readonly loop = new BackgroundLoop(() => this.round(), { intervalMs: EVERY_MS, onFault: (error) => { this.log.warn({ err: error }, 'old entries of the audit log wait for their removal'); } });

  constructor(
    private readonly retention: Retention,
    private readonly feed: FeedPruning,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  /** Resolves when a round that began after this call has ended. */
  settle(): Promise<void> {
    return this.loop.settle();
  }

  private async round(): Promise<void> {
    await this.feed.prune();
    await this.retention.run();
  }
}

import { ApplicationLoop, BackgroundLoop } from '@authengine/persistence';
import { Injectable, Logger } from '@nestjs/common';
import { FeedPruning } from '../feed/feed-pruning.js';
import { Retention } from './retention.js';

const EVERY_MS = 3_600_000;

/** Removes what was kept long enough, every hour. */
@Injectable()
export class RetentionLoop extends ApplicationLoop {
  private readonly log = new Logger('AuditRetention');
  protected readonly loop = new BackgroundLoop((isStopping) => this.round(isStopping), { intervalMs: EVERY_MS, onFault: (error) => { this.log.warn({ err: error }, 'old entries of the audit log wait for their removal'); } });

  constructor(
    private readonly retention: Retention,
    private readonly feed: FeedPruning,
  ) {
    super();
  }

  private async round(isStopping: () => boolean): Promise<void> {
    await this.feed.prune(isStopping);
    await this.retention.run(isStopping);
  }
}

import { Settings } from '@authengine/config';
import { BackgroundLoop } from '@authengine/persistence';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Anchors } from '../anchors/anchors.js';
import { Checkpoints } from './checkpoints.js';

/** Signs logs that have grown, and brings checkpoints to their anchors, at the interval of the settings. */
@Injectable()
export class CheckpointLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('AuditCheckpoints');
  private readonly loop: BackgroundLoop;

  constructor(
    private readonly checkpoints: Checkpoints,
    private readonly anchors: Anchors,
    settings: Settings,
  ) {
    const onFault = (error: unknown): void => {
      this.log.warn({ err: error }, 'checkpoints of the audit log wait');
    };
    this.loop = new BackgroundLoop(() => this.round(), { intervalMs: settings.values.AUDIT_CHECKPOINT_SECONDS * 1_000, onFault });
  }

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
    await this.checkpoints.makeDue();
    await this.anchors.bring();
  }
}

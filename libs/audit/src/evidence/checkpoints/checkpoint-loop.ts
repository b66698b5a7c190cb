import { Settings } from '@authengine/config';
import { ApplicationLoop, BackgroundLoop } from '@authengine/persistence';
import { Injectable, Logger } from '@nestjs/common';
import { Anchors } from '../anchors/anchors.js';
import { Witnesses } from '../witnesses/witnesses.js';
import { Checkpoints } from './checkpoints.js';

/** Signs logs that have grown, has witnesses cosign, and brings checkpoints to their anchors, at the interval of the settings. */
@Injectable()
export class CheckpointLoop extends ApplicationLoop {
  private readonly log = new Logger('AuditCheckpoints');
  protected readonly loop: BackgroundLoop;

  constructor(
    private readonly checkpoints: Checkpoints,
    private readonly witnesses: Witnesses,
    private readonly anchors: Anchors,
    settings: Settings,
  ) {
    super();
    const onFault = (error: unknown): void => {
      this.log.warn({ err: error }, 'checkpoints of the audit log wait');
    };
    this.loop = new BackgroundLoop(() => this.round(), { intervalMs: settings.values.AUDIT_CHECKPOINT_SECONDS * 1_000, onFault });
  }

  private async round(): Promise<void> {
    await this.checkpoints.makeDue();
    await this.witnesses.cosign();
    await this.anchors.bring();
  }
}

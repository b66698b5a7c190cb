import { BackgroundLoop } from '@authengine/persistence';
import { Settings } from '@authengine/config';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Artefacts } from './artefacts.js';

const EVERY_MS = 600_000;

/** Deletes artefacts that have expired. */
@Injectable()
export class ArtefactPruning implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('ArtefactPruning');
  private readonly loop: BackgroundLoop;

  constructor(
    artefacts: Artefacts,
    private readonly settings: Settings,
  ) {
    this.loop = new BackgroundLoop(() => artefacts.prune(), {
      intervalMs: EVERY_MS,
      onFault: (err) => {
        this.log.warn({ err }, 'expired artefacts could not be deleted; the next try will');
      },
    });
  }

  onApplicationBootstrap(): void {
    if (this.settings.values.OIDC_ENABLED) this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }
}

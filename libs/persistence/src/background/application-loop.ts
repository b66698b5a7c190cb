import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { BackgroundLoop } from './background-loop.js';

/** A service whose loop runs as long as the application does. */
export abstract class ApplicationLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  protected abstract readonly loop: BackgroundLoop;

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
}

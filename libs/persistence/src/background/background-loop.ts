import { AsyncResource } from 'node:async_hooks';

/**
 * Work that repeats in the background, never twice at once: every `intervalMs`, and as soon as it is
 * kicked. A fault is handed to `onFault` and the loop goes on. The work belongs to nobody's request or
 * transaction, whoever kicked it.
 */
export class BackgroundLoop {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private kicked = false;
  private stopped = true;
  /** Runs what it is given in the context in which the loop was made. */
  private readonly outside: <T>(work: () => T) => T = AsyncResource.bind(<T>(work: () => T) => work());

  constructor(
    private readonly work: () => Promise<void>,
    private readonly options: { readonly intervalMs: number; readonly onFault: (error: unknown) => void },
  ) {}

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.kick();
  }

  /** Asks for a run now, or for one more right after the one under way. */
  kick(): void {
    if (this.stopped) return;
    if (this.running) {
      this.kicked = true;
      return;
    }
    clearTimeout(this.timer);
    this.running = this.outside(() => this.runOnce());
  }

  /** Resolves when a run that began after this call has ended. */
  async settle(): Promise<void> {
    await this.running;
    this.kick();
    await this.running;
  }

  /** No run begins any more; resolves when the one under way has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async runOnce(): Promise<void> {
    // Yields first, so that `running` is set before the work begins and kicks during it are seen.
    await Promise.resolve();
    try {
      do {
        this.kicked = false;
        await this.work();
      } while (this.kicked && !this.stopped);
    } catch (error) {
      this.options.onFault(error);
    } finally {
      this.running = undefined;
      if (!this.stopped) {
        this.timer = setTimeout(() => this.kick(), this.options.intervalMs);
        this.timer.unref();
      }
    }
  }
}

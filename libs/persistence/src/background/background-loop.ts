import { AsyncResource } from 'node:async_hooks';

/**
 * Background work that repeats every `intervalMs` and as soon as it is kicked, but never twice at once. A fault goes to
 * `onFault`, and the loop continues. The work never joins a request or transaction, whoever kicked it. Work that goes on for
 * long asks `isStopping` now and then: a stop waits for its end.
 */
export class BackgroundLoop {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private kicked = false;
  private stopped = true;
  /** Runs a function in the context in which the loop was made. */
  private readonly outside: <T>(work: () => T) => T = AsyncResource.bind(<T>(work: () => T) => work());

  constructor(
    private readonly work: (isStopping: () => boolean) => Promise<void>,
    private readonly options: { readonly intervalMs: number; readonly onFault: (error: unknown) => void },
  ) {}

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.kick();
  }

  /** Asks for a run now, or for one more after the current run. */
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

  /** No further run begins; resolves when the current one has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async runOnce(): Promise<void> {
    // Yields first, so that `running` is set before the work begins and no kick during the work is lost.
    await Promise.resolve();
    try {
      do {
        this.kicked = false;
        await this.work(() => this.stopped);
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

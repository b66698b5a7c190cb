import { sleep, type Clock } from '../clock/clock.js';
import { ageOf, momentOf, type Moment } from '../clock/moment.js';
import { backoff } from '../hub/backoff.js';
import type { Hub } from '../hub/hub.js';
import { retryAfterSeconds } from '../hub/retry-after.js';
import type { KeptAnswers } from '../modes/kept-answers.js';
import { concerns, readEpoch, readRevocation } from './revocation-of.js';
import { serverSentEvents } from './server-sent-events.js';

/** Heartbeats come every second; a connection that says nothing for as long as this is dead, and one that ends sooner has failed. */
const SILENCE_MS = 5_000;
const MAX_BACKOFF_MS = 5_000;
const MAX_RETRY_AFTER_S = 60;

/**
 * Listens to what ends (`GET /auth/revocations`), and has it forgotten. With each new connection
 * everything is asked anew, whatever was missed in between; so no position needs to be remembered.
 */
export class RevocationStream {
  private heardAt: Moment | undefined;
  private known = 0;
  private current: AbortController | undefined;
  private closed = false;

  constructor(
    private readonly hub: Hub,
    private readonly kept: KeptAnswers,
    private readonly clock: Clock,
  ) {}

  /** Whether everything that had ended `ms` ago is known here. */
  isFresh(ms: number): boolean {
    return this.heardAt !== undefined && ageOf(this.heardAt, this.clock) < ms;
  }

  /**
   * What an answer must include to be kept (`min_epoch`); 0 while nothing is heard. An event may be told before every cache entry
   * at AuthEngine is written, and an answer from the old one would be kept with no further event to end it.
   */
  get epoch(): number {
    return this.known;
  }

  /** Goes on until `close`. */
  async listen(): Promise<void> {
    for (let failures = 0; !this.isClosed(); ) {
      const begun = momentOf(this.clock);
      const { heard, wait } = await this.connection();
      failures = heard && ageOf(begun, this.clock) >= SILENCE_MS ? 0 : failures + 1;
      if (!this.isClosed()) await sleep(this.clock, Math.max(wait, backoff(failures, MAX_BACKOFF_MS)), 'background');
    }
  }

  close(): void {
    this.closed = true;
    this.heardAt = undefined;
    this.current?.abort();
  }

  private isClosed(): boolean {
    return this.closed;
  }

  /** One connection, to its end; how long AuthEngine wants to be left alone after it. */
  private async connection(): Promise<{ readonly heard: boolean; readonly wait: number }> {
    const abort = (this.current = new AbortController());
    let heard = false;
    let silence = this.silence(abort);
    try {
      const response = await this.hub.open('/auth/revocations', abort.signal, { Accept: 'text/event-stream' });
      if (response.status !== 200 || response.header('content-type')?.startsWith('text/event-stream') !== true) {
        return { heard, wait: Math.min(retryAfterSeconds(response.header('retry-after'), this.clock.wall()) ?? 0, MAX_RETRY_AFTER_S) * 1_000 };
      }
      for await (const { event, data } of serverSentEvents(response.chunks())) {
        if (abort.signal.aborted) break;
        silence();
        silence = this.silence(abort);
        this.hear(event, data, heard);
        heard ||= event === 'heartbeat';
      }
    } catch {
      // Whatever it was: nothing is fresh any more, and everything is asked.
    } finally {
      silence();
      this.heardAt = undefined;
      this.known = 0;
      abort.abort();
    }
    return { heard, wait: 0 };
  }

  private hear(event: string, data: string, heard: boolean): void {
    // A later heartbeat names nothing that was not told.
    if (event !== 'heartbeat' || !heard) this.known = Math.max(this.known, readEpoch(data));
    if (event === 'heartbeat') {
      // The first of this connection: what came before it may have been missed.
      if (!heard) this.kept.unwatch();
      this.heardAt = momentOf(this.clock);
      return;
    }
    if (event === 'reset') {
      this.kept.unwatch();
      return;
    }
    const revocation = event === 'revoked' ? readRevocation(data) : undefined;
    // Maybe this service's own, of which the next question is told.
    if (revocation?.kind === 'key') this.kept.unwatch();
    else this.kept.forget(revocation ? ({ answer }) => concerns(revocation, answer) : () => true);
  }

  private silence(abort: AbortController): () => void {
    return this.clock.after(SILENCE_MS, () => abort.abort(), 'background');
  }
}

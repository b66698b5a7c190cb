import type { ServerResponse } from 'node:http';
import { eventId } from './event-id.js';
import { type Beginning, MAX_TOLD, type Listener, type News } from './revocation-feed.js';
import { hearingOf, type Hearer } from './revocation.js';

const HEARTBEAT_MS = 1_000;
/** A heartbeat that is due before the next look is sent at this one. */
const EARLY_MS = 100;
/** How many bytes may wait for a client that reads slowly. */
const MAX_WAITING = 1024 * 1024;

export interface StreamOf extends Hearer {
  readonly since: Beginning;
  /** Asked every second, and when the key itself has ended. */
  readonly stillStands: () => Promise<boolean>;
}

/** One client's stream (WHATWG HTML, server-sent events). A heartbeat is sent only after a look at Postgres. */
export class RevocationStream implements Listener {
  readonly since: Beginning;
  private beatAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly response: ServerResponse,
    private readonly of: StreamOf,
  ) {
    this.since = of.since;
  }

  hear({ revocations, reset, from, to }: News): void {
    if (this.response.writableEnded || this.response.destroyed) return;
    // It comes back with the id of the last event that it has read.
    if (this.response.writableLength > MAX_WAITING) {
      this.response.destroy();
      return;
    }
    const hearings = revocations.map((revocation) => ({ revocation, hearing: hearingOf(this.of, revocation) }));
    const told = hearings.filter(({ hearing }) => hearing === 'told').map(({ revocation }) => revocation);
    const many = told.length > MAX_TOLD;
    // A client that is cut off between two of them gets all of them again, from the position before.
    const lines = many ? [] : told.map(({ epoch, kind, id }) => event('revoked', eventId(from), { epoch, kind, id }));
    if (reset || many || hearings.some(({ hearing, revocation }) => hearing === 'reset' || revocation.concernsAll)) {
      // Who asks for this epoch is answered from a state that includes everything that the reset stands for.
      const epoch = revocations.reduce((newest, revocation) => Math.max(newest, revocation.epoch), to.xact - 1);
      lines.push(event('reset', eventId(to), { epoch }));
    }
    const now = performance.now();
    const due = now - this.beatAt >= HEARTBEAT_MS - EARLY_MS;
    if (due) {
      lines.push(event('heartbeat', eventId(to), { epoch: to.xact - 1 }));
      this.beatAt = now;
    }
    if (lines.length > 0) this.write(lines.join(''));
    if (due || told.some(({ kind, id }) => id === this.of.keyId || (kind === 'tenant' && id === this.of.tenantId))) void this.endUnlessItStands();
  }

  end(): void {
    if (!this.response.headersSent) this.response.writeHead(503, { 'Retry-After': '1' });
    this.response.end();
  }

  private write(text: string): void {
    if (!this.response.headersSent) {
      this.response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
    }
    this.response.write(text);
  }

  private async endUnlessItStands(): Promise<void> {
    // When neither Redis nor Postgres can be asked, there are no heartbeats either.
    const stands = await this.of.stillStands().catch(() => true);
    if (!stands) this.end();
  }
}

function event(name: string, id: string, data: object): string {
  return `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

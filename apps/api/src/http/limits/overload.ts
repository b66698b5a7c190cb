import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Settings } from '@authengine/config';

const LOOK_MS = 1_000;
const NANOSECONDS = 1e6;
/** Connections beyond the limit that are still told so; the next ones are closed at once. */
const TOLD = 500;

export type OverloadReason = 'connections' | 'event_loop';

/** When this process has more than it can answer in time: too many connections, or an event loop that comes round too late. */
export class Overload {
  private connections = 0;
  private late = false;
  private readonly beyond = new WeakSet<Socket>();
  private readonly delay = monitorEventLoopDelay({ resolution: 20 });

  constructor(
    server: Server,
    private readonly limits: Pick<Settings['values'], 'CONNECTIONS_AT_ONCE' | 'EVENT_LOOP_DELAY_MS'>,
  ) {
    server.maxConnections = limits.CONNECTIONS_AT_ONCE + TOLD;
    server.on('connection', (socket) => {
      this.open(socket);
    });
    // Not before: a start keeps the loop for seconds, and nobody has waited for it.
    server.once('listening', () => {
      this.watch(server);
    });
  }

  get openConnections(): number {
    return this.connections;
  }

  /** Why a request on this connection is not answered; undefined when it is. */
  reasonFor(socket: Socket): OverloadReason | undefined {
    if (this.beyond.has(socket)) return 'connections';
    return this.late ? 'event_loop' : undefined;
  }

  private watch(server: Server): void {
    this.delay.enable();
    let lookedAt = performance.now();
    const look = setInterval(() => {
      const now = performance.now();
      // A loop that came round only once since then has told no delay, which needs two times: the whole time was one turn.
      const meanMs = Number.isNaN(this.delay.mean) ? now - lookedAt : this.delay.mean / NANOSECONDS;
      this.late = meanMs > this.limits.EVENT_LOOP_DELAY_MS;
      lookedAt = now;
      this.delay.reset();
    }, LOOK_MS);
    look.unref();
    server.once('close', () => {
      clearInterval(look);
      this.delay.disable();
    });
  }

  private open(socket: Socket): void {
    this.connections += 1;
    if (this.connections > this.limits.CONNECTIONS_AT_ONCE) this.beyond.add(socket);
    socket.once('close', () => {
      this.connections -= 1;
    });
  }
}

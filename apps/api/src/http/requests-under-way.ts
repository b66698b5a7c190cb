import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const SWEEP_MS = 50;
/** For a first request that is on its way when the stop begins. */
const SILENCE_MS = 500;

/** Knows which requests of a server are being answered, to let them finish when it stops. */
export class RequestsUnderWay {
  /** By connection: an answer that waits for its turn on one never tells that it closed (Node 20). */
  private readonly connections = new Map<Socket, ServerResponse[]>();

  constructor(private readonly server: Server) {
    server.on('connection', (socket) => this.open(socket));
    server.prependListener('request', ({ socket }: { readonly socket: Socket }, response: ServerResponse) => {
      const responses = this.connections.get(socket) ?? this.open(socket);
      // In a list, since a set that becomes empty makes its table anew, at every request.
      responses.push(response);
      response.on('close', () => {
        responses.splice(responses.indexOf(response), 1);
      });
    });
  }

  get count(): number {
    let count = 0;
    for (const responses of this.connections.values()) count += responses.length;
    return count;
  }

  /** Answers still to be begun tell their client not to send more on the same connection (RFC 9112 section 9.6). */
  askToClose(): void {
    for (const responses of this.connections.values()) {
      for (const response of responses) if (!response.headersSent) response.setHeader('Connection', 'close');
    }
  }

  private open(socket: Socket): ServerResponse[] {
    const responses: ServerResponse[] = [];
    this.connections.set(socket, responses);
    socket.once('close', () => this.connections.delete(socket));
    return responses;
  }

  /** Takes no new connection; resolves when those under way are answered, or cut off after `graceMs`. */
  async finish(graceMs: number): Promise<void> {
    this.askToClose();
    const began = performance.now();
    await new Promise<void>((resolve) => {
      // Connections that an answer kept alive have nothing to wait for.
      const sweep = setInterval(() => {
        this.server.closeIdleConnections();
        if (performance.now() - began >= SILENCE_MS) this.closeSilent();
      }, SWEEP_MS);
      const cut = setTimeout(() => {
        this.server.closeAllConnections();
      }, graceMs);
      this.server.close(() => {
        clearInterval(sweep);
        clearTimeout(cut);
        resolve();
      });
      this.server.closeIdleConnections();
    });
  }
  /** Browsers and load balancers open connections ahead; to Node, one that never said a word is not idle. */
  private closeSilent(): void {
    for (const socket of this.connections.keys()) if (socket.bytesRead === 0) socket.destroy();
  }
}

import type { Server, ServerResponse } from 'node:http';

const SWEEP_MS = 50;

/** Knows which requests of a server are being answered, to let them finish when it stops. */
export class RequestsUnderWay {
  private readonly responses = new Set<ServerResponse>();

  constructor(private readonly server: Server) {
    server.prependListener('request', (_request, response: ServerResponse) => {
      this.responses.add(response);
      response.once('close', () => this.responses.delete(response));
    });
  }

  get count(): number {
    return this.responses.size;
  }

  /** Answers still to be begun tell their client not to send more on the same connection (RFC 9112 section 9.6). */
  askToClose(): void {
    for (const response of this.responses) {
      if (!response.headersSent) response.setHeader('Connection', 'close');
    }
  }

  /** Takes no new connection; resolves when those under way are answered, or cut off after `graceMs`. */
  async finish(graceMs: number): Promise<void> {
    this.askToClose();
    await new Promise<void>((resolve) => {
      // Connections that an answer kept alive have nothing to wait for.
      const sweep = setInterval(() => {
        this.server.closeIdleConnections();
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
}

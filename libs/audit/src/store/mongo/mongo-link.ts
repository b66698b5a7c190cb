import { Logger } from '@nestjs/common';
import type { Connection } from 'mongoose';

const LINK_OPTIONS = { bufferCommands: false, serverSelectionTimeoutMS: 2_000, connectTimeoutMS: 2_000, socketTimeoutMS: 5_000, appName: 'authengine' } as const;
const CONNECTED = 1;
const CONNECTING = 2;

/**
 * Keeps the connection to MongoDB usable. Once it has stood, the driver itself brings it back; what
 * the driver does not retry is a first attempt that failed, so that MongoDB may be away at start.
 */
export class MongoLink {
  private readonly log = new Logger('MongoAuditStore');
  private opening: Promise<void> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly url: string,
  ) {
    // Without a listener the first attempt's failure is an unhandled rejection, which ends the process.
    connection.on('error', (error: unknown) => {
      this.log.warn({ err: error }, 'MongoDB cannot be reached; the audit log waits in its outbox');
    });
  }

  /** Resolves when operations can be sent; rejects after two seconds when MongoDB cannot be reached. */
  async ready(): Promise<void> {
    if (this.connection.readyState === CONNECTED) return;
    await (this.opening ??= this.open().finally(() => (this.opening = undefined)));
  }

  private async open(): Promise<void> {
    if (this.connection.readyState === CONNECTING) await this.connection.asPromise();
    else if ((this.connection as { db?: unknown }).db === undefined) await this.connection.openUri(this.url, { ...LINK_OPTIONS });
    // Bounded by the server selection that precedes every command.
    else await this.connection.db?.command({ ping: 1 });
  }
}

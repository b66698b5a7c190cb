import { MONGO_OPTIONS } from '@authengine/persistence';
import { Logger } from '@nestjs/common';
import { STATES, type Connection } from 'mongoose';

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
    // The relay warns of what it means.
    connection.on('error', (error: unknown) => {
      this.log.debug({ err: error }, 'the connection to MongoDB failed');
    });
  }

  /** Resolves when operations can be sent; rejects after two seconds when MongoDB cannot be reached. */
  async ready(): Promise<void> {
    if (this.connection.readyState === STATES.connected) return;
    await (this.opening ??= this.open().finally(() => (this.opening = undefined)));
  }

  private async open(): Promise<void> {
    if (this.connection.readyState === STATES.connecting) await this.connection.asPromise();
    else if ((this.connection as { db?: unknown }).db === undefined) await this.connection.openUri(this.url, { ...MONGO_OPTIONS });
    // Bounded by the server selection that precedes every command.
    else await this.connection.db?.command({ ping: 1 });
  }
}

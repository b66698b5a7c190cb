import { MONGO_OPTIONS } from '@authengine/persistence';
import { Logger } from '@nestjs/common';
import { STATES, type Connection } from 'mongoose';

/**
 * Keeps the connection to MongoDB usable. After a first success the driver reconnects by itself. It does not retry a
 * failed first attempt; this class does, so MongoDB may be away at start.
 */
export class MongoLink {
  private readonly log = new Logger('MongoAuditStore');
  private opening: Promise<void> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly url: string,
  ) {
    // Without a listener, a failed first attempt is an unhandled rejection, which ends the process. The relay logs the
    // warning.
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
    // The driver selects a server before every command, and that has a time limit.
    else await this.connection.db?.command({ ping: 1 });
  }
}

import { currentRequest } from '@authengine/contracts';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/**
 * A few connections to Postgres for marked requests only, so that other requests, however many and slow, cannot block
 * them.
 */
@Injectable()
export class ReservedConnections implements OnModuleInit, OnApplicationShutdown {
  private readonly dataSource: DataSource | null;

  /** @param size 0 for none: the embedded Postgres has one session for everything */
  constructor(shared: DataSource, size: number) {
    this.dataSource = size === 0 ? null : new DataSource({ ...shared.options, poolSize: size } as DataSource['options']);
  }

  async onModuleInit(): Promise<void> {
    await this.dataSource?.initialize();
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource?.isInitialized) await this.dataSource.destroy();
  }

  /** Null where there are none. */
  get source(): DataSource | null {
    return this.dataSource;
  }

  /** The connection of the running request, if it is marked. */
  get manager(): EntityManager | undefined {
    return this.dataSource?.isInitialized === true && currentRequest()?.reservedConnections === true ? this.dataSource.manager : undefined;
  }
}

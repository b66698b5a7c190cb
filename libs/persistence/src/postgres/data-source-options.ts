import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { migrations } from '../migrations/index.js';
import { PostgresNaming } from './naming-strategy.js';
import type { PostgresAddress } from './postgres-address.js';
import { SingleWaitClient } from './single-wait-client.js';

/** A statement that takes longer than this has gone wrong; the caller gets a 503 within three seconds. */
const STATEMENT_MS = 2_000;
const CONNECT_MS = 2_000;
/** The embedded Postgres has one session, which requests wait for in turn. */
const EMBEDDED_WAIT_MS = 15_000;

/** How the product talks to Postgres: never synchronised from entities, every wait bounded. */
export function dataSourceOptions(address: PostgresAddress): PostgresDataSourceOptions {
  const common = {
    type: 'postgres',
    synchronize: false,
    logging: false,
    migrations,
    migrationsTableName: 'migrations',
    migrationsRun: false,
    namingStrategy: new PostgresNaming(),
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    applicationName: 'authengine',
  } as const;
  if (address.kind === 'embedded') {
    return {
      ...common,
      host: address.host,
      port: address.port,
      username: 'postgres',
      database: 'postgres',
      poolSize: 1,
      extra: { connectionTimeoutMillis: EMBEDDED_WAIT_MS },
    };
  }
  return {
    ...common,
    url: address.url,
    poolSize: address.poolSize,
    extra: {
      Client: SingleWaitClient,
      connectionTimeoutMillis: CONNECT_MS,
      statement_timeout: STATEMENT_MS,
      query_timeout: STATEMENT_MS + 250,
      lock_timeout: STATEMENT_MS,
      idle_in_transaction_session_timeout: 10_000,
      keepAlive: true,
    },
  };
}

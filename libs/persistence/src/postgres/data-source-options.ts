import type { Extension } from '@authengine/contracts';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { clientConfig } from './client-config.js';
import { allMigrations } from './extension-schema.js';
import { PostgresNaming } from './naming-strategy.js';
import type { PostgresAddress } from './postgres-address.js';
import { PooledClient } from './pooled-client.js';
import { SESSION_LIMITS, STATEMENT_MS } from './session-limits.js';
import { SingleWaitClient } from './single-wait-client.js';

const CONNECT_MS = 2_000;
/** The embedded Postgres has one session, and requests wait for their turn. */
const EMBEDDED_WAIT_MS = 15_000;

/** One connection for work that may take longer than a statement of a request: migrations and similar work. */
export function patientOptions(address: PostgresAddress, extensions: readonly Extension[] = []): PostgresDataSourceOptions {
  const extra = { ...(address.kind === 'server' ? { ...clientConfig(address), Client: SingleWaitClient } : {}), connectionTimeoutMillis: 5_000 };
  return { ...dataSourceOptions(address, extensions), poolSize: 1, extra };
}

/** The product's connections to Postgres: the schema never follows the entities, and every wait has a limit. */
export function dataSourceOptions(address: PostgresAddress, extensions: readonly Extension[] = []): PostgresDataSourceOptions {
  const common = {
    type: 'postgres',
    synchronize: false,
    logging: false,
    migrations: allMigrations(extensions),
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
    poolSize: address.poolSize,
    extra: {
      ...clientConfig(address),
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: STATEMENT_MS + 250,
      // A pooler refuses or drops session parameters that it does not know.
      ...(address.pooled ? { Client: PooledClient } : { Client: SingleWaitClient, ...SESSION_LIMITS }),
    },
  };
}

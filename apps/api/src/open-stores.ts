import { mkdirSync } from 'node:fs';
import type { Settings } from '@authengine/config';
import { migrate, startEmbeddedPostgres, type PostgresAddress } from '@authengine/persistence';
import { Client } from 'pg';
import { StartFault } from './start-fault.js';

export interface OpenStores {
  readonly postgres: PostgresAddress;
  close(): Promise<void>;
}

/**
 * Opens what the settings name, or the embedded Postgres in the data folder, and brings its schema up
 * to date where the settings say so.
 * @throws StartFault when PostgreSQL cannot be reached
 */
export async function openStores(settings: Settings): Promise<OpenStores> {
  const stores = await openPostgres(settings);
  try {
    if (settings.values.MIGRATE_ON_START) await migrate(stores.postgres);
    return stores;
  } catch (error) {
    await stores.close();
    throw error;
  }
}

/** The same without touching the schema. */
export async function openPostgres(settings: Settings): Promise<OpenStores> {
  const { POSTGRES_URL, POSTGRES_POOL_SIZE, AUTHENGINE_DATA_DIR } = settings.values;
  if (POSTGRES_URL === undefined) {
    mkdirSync(AUTHENGINE_DATA_DIR, { recursive: true, mode: 0o700 });
    const embedded = await startEmbeddedPostgres({ folder: AUTHENGINE_DATA_DIR });
    return { postgres: embedded.address, close: () => embedded.close() };
  }
  await reach(POSTGRES_URL);
  return { postgres: { kind: 'server', url: POSTGRES_URL, poolSize: POSTGRES_POOL_SIZE }, close: () => Promise.resolve() };
}

async function reach(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.query('SELECT 1');
  } catch (error) {
    const { host } = new URL(url);
    throw new StartFault(`PostgreSQL at ${host} (POSTGRES_URL) cannot be used: ${reason(error)}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The driver's words name the host, the role or the database, and no password. */
function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join('; ');
  return error instanceof Error ? error.message : String(error);
}

import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { ADVISORY_LOCKS } from './advisory-locks.js';
import { dataSourceOptions } from './data-source-options.js';
import type { PostgresAddress } from './postgres-address.js';

/** Runs pending migrations, one process at a time; resolves with the names of those that ran. */
export async function migrate(address: PostgresAddress): Promise<string[]> {
  return withMigrationLock(address, async () => {
    const options = dataSourceOptions(address);
    // Migrations may take longer than a request's statement is allowed to.
    const dataSource = new DataSource({ ...options, poolSize: 1, extra: { connectionTimeoutMillis: 5_000 } });
    await dataSource.initialize();
    try {
      const ran = await dataSource.runMigrations({ transaction: 'each' });
      return ran.map((migration) => migration.name);
    } finally {
      await dataSource.destroy();
    }
  });
}

/** The lock has a connection of its own; an embedded Postgres has one session and needs none. */
async function withMigrationLock<T>(address: PostgresAddress, work: () => Promise<T>): Promise<T> {
  if (address.kind === 'embedded') return work();
  const client = new Client({ connectionString: address.url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCKS.migrations]);
    return await work();
  } finally {
    await client.end();
  }
}

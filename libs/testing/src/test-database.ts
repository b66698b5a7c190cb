import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { Extension } from '@authengine/contracts';
import { migrate, startEmbeddedPostgres, type PostgresAddress } from '@authengine/persistence';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { migratedDataFolder } from './migrated-data-folder.js';
import { testRedisUrl } from './test-settings.js';

export interface TestDatabase {
  readonly address: PostgresAddress;
  close(): Promise<void>;
}

/**
 * A migrated database of a test file's own, with the tables of these extensions: on the server that `TEST_POSTGRES_URL` names, else an
 * embedded one in a folder that goes with it. Where the run names a Redis, it is empty then.
 */
export async function openTestDatabase(extensions: readonly Extension[] = []): Promise<TestDatabase> {
  await emptyRedis();
  const server = process.env['TEST_POSTGRES_URL'];
  if (server) return openOnServer(server, extensions);
  const folder = await migratedDataFolder();
  const postgres = await startEmbeddedPostgres({ folder });
  if (extensions.length > 0) await migrate(postgres.address, extensions);
  return {
    address: postgres.address,
    close: async () => {
      await postgres.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whether tests run on a real PostgreSQL, with sessions of their own and locks between them. */
export function onRealPostgres(): boolean {
  return process.env['TEST_POSTGRES_URL'] !== undefined;
}

/** What earlier tests have counted is none of this one's. */
async function emptyRedis(): Promise<void> {
  const url = testRedisUrl();
  if (url === undefined) return;
  const redis = new Redis(url);
  await redis.flushdb();
  redis.disconnect();
}

async function openOnServer(server: string, extensions: readonly Extension[]): Promise<TestDatabase> {
  const name = `authengine_test_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const address: PostgresAddress = { kind: 'server', url: url.href, poolSize: 10 };
  await migrate(address, extensions);
  return { address, close: () => administer(server, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

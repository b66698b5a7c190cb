import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { Extension } from '@authengine/contracts';
import { migrate, startEmbeddedPostgres, type PostgresAddress } from '@authengine/persistence';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { KeptDatabases, type TestDatabase } from './kept-databases.js';
import { migratedDataFolder, migrationsDigest } from './migrated-data-folder.js';
import { testRedisUrl } from './test-settings.js';

/**
 * A migrated database of a test file's own, with the tables of these extensions: on the server that `TEST_POSTGRES_URL` names, else an
 * embedded one in a folder that goes with it. Where the run names a Redis, it is empty then.
 */
export async function openTestDatabase(extensions: readonly Extension[] = []): Promise<TestDatabase> {
  await emptyRedis();
  const server = process.env['TEST_POSTGRES_URL'];
  if (server) return openOnServer(server, extensions);
  return kept && extensions.length === 0 ? kept.open(() => openEmbedded([])) : openEmbedded(extensions);
}

let kept: KeptDatabases | undefined;

/** For a file of many specs: embedded databases go from one spec to the next, as new. To be called before them; the databases close after them. @public */
export function keepTestDatabases(): void {
  const databases = (kept = new KeptDatabases());
  afterAll(() => databases.close());
}

async function openEmbedded(extensions: readonly Extension[]): Promise<TestDatabase> {
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
  await copyOfTemplate(server, name);
  const address = onServer(server, name);
  // Those of the product are there already.
  if (extensions.length > 0) await migrate(address, extensions);
  return { address, close: () => administer(server, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`)) };
}

/** A test file waits for a copy, not for the migrations. Making one and making the template wait for each other, since nobody may be in it then. */
async function copyOfTemplate(server: string, name: string): Promise<void> {
  const template = `authengine_template_${migrationsDigest()}`;
  await administer(server, async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtext('authengine tests'))");
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (rowCount === 0) {
      const aside = `${template}_${randomUUID().slice(0, 8)}`;
      await client.query(`CREATE DATABASE ${aside}`);
      await migrate(onServer(server, aside));
      // Under its name only once it is whole.
      await client.query(`ALTER DATABASE ${aside} RENAME TO ${template}`);
    }
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
}

function onServer(server: string, name: string): PostgresAddress & { kind: 'server' } {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { kind: 'server', url: url.href, poolSize: 10 };
}

/** Locks that were taken go with the connection. */
async function administer(server: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

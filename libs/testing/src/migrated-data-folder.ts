import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataSourceOptions, migrate, startEmbeddedPostgres, type PostgresAddress } from '@authengine/persistence';
import { DataSource } from 'typeorm';

const CACHE = join(process.cwd(), '.cache', 'postgres');
const MIGRATIONS = join(process.cwd(), 'libs', 'persistence', 'src', 'migrations');

/**
 * A data folder of the caller's own with a new, migrated embedded database in it, so that a test file
 * waits for a copy and not for initdb and the migrations. The caller removes it.
 */
export async function migratedDataFolder(): Promise<string> {
  const folder = mkdtempSync(join(fastFolder(), 'authengine-test-'));
  cpSync(await template(), folder, { recursive: true });
  return folder;
}

/** The runner names a folder of its own, and removes it at the end. */
const IN_MEMORY = process.env['TEST_MEMORY'] ?? '/dev/shm';
/** One database needs 30 MB; each worker has one or two. */
const ROOM_BYTES = 1e9;

/** Memory where there is room for it: a test database is written and flushed, and lost on purpose. */
function fastFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return bavail * bsize > ROOM_BYTES ? IN_MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** Sixteen hexadecimal digits that stand for the migrations there are. */
export function migrationsDigest(): string {
  const digest = createHash('sha256');
  for (const name of readdirSync(MIGRATIONS).sort()) digest.update(readFileSync(join(MIGRATIONS, name)));
  return digest.digest('hex').slice(0, 16);
}

/** Kept in the repository's cache under a digest of the migrations. */
async function template(): Promise<string> {
  const folder = join(CACHE, migrationsDigest());
  if (!existsSync(folder)) await makeTemplate(folder);
  return folder;
}

/** Whole or not at all; of two processes that make it at once, one's is kept. */
async function makeTemplate(folder: string): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const aside = mkdtempSync(join(CACHE, 'new-'));
  const postgres = await startEmbeddedPostgres({ folder: aside });
  try {
    await migrate(postgres.address);
    await dropTemplateDatabases(postgres.address);
  } finally {
    await postgres.close();
  }
  try {
    renameSync(aside, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Two thirds of a new cluster's files are the databases that others would be made from. */
async function dropTemplateDatabases(address: PostgresAddress): Promise<void> {
  const dataSource = await new DataSource(dataSourceOptions(address)).initialize();
  try {
    await dataSource.query('UPDATE pg_database SET datistemplate = false');
    for (const name of ['template0', 'template1']) await dataSource.query(`DROP DATABASE ${name}`);
    await dataSource.query('CHECKPOINT');
  } finally {
    await dataSource.destroy();
  }
}

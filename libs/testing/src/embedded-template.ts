import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate, startEmbeddedPostgres } from '@authengine/persistence';

const CACHE = join(process.cwd(), '.cache', 'postgres');
const MIGRATIONS = join(process.cwd(), 'libs', 'persistence', 'src', 'migrations');

/**
 * A dump of a new, migrated embedded database, so that a test file waits for a copy and not for
 * initdb and the migrations. Kept in the repository's cache under a digest of the migrations.
 */
export async function embeddedTemplate(): Promise<Blob> {
  const digest = createHash('sha256');
  for (const name of readdirSync(MIGRATIONS).sort()) digest.update(readFileSync(join(MIGRATIONS, name)));
  const file = join(CACHE, `${digest.digest('hex').slice(0, 16)}.tar`);
  if (!existsSync(file)) await makeTemplate(file);
  return new Blob([readFileSync(file)]);
}

async function makeTemplate(file: string): Promise<void> {
  const postgres = await startEmbeddedPostgres({ folder: null });
  try {
    await migrate(postgres.address);
    const dump = Buffer.from(await (await postgres.dump()).arrayBuffer());
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, dump);
    renameSync(`${file}.${process.pid}`, file);
  } finally {
    await postgres.close();
  }
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migratedDataFolder } from './migrated-data-folder.js';
import { onRealPostgres, openTestDatabase } from './test-database.js';

/** What names the stores of a test's own in the environment of a command. */
export interface TestStores {
  readonly variables: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** A new data folder, and a migrated database: on the server that `TEST_POSTGRES_URL` names, else in the folder. */
export async function openTestStores(): Promise<TestStores> {
  const database = onRealPostgres() ? await openTestDatabase() : undefined;
  const folder = database ? mkdtempSync(join(tmpdir(), 'authengine-test-')) : await migratedDataFolder();
  return {
    variables: { AUTHENGINE_DATA_DIR: folder, ...(database?.address.kind === 'server' ? { POSTGRES_URL: database.address.url } : {}) },
    close: async () => {
      await database?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

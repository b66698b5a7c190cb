import type { Settings } from '@authengine/config';
import { checkMongo, checkRedis, checkSchema, migrate, openPostgresServer, startEmbeddedPostgres, StoreFault, type PostgresAddress } from '@authengine/persistence';
import { Logger } from '@nestjs/common';

export interface OpenStores {
  readonly postgres: PostgresAddress;
  close(): Promise<void>;
}

/**
 * Opens what the settings name, or the embedded Postgres in the data folder, and brings its schema up
 * to date where the settings say so.
 * @throws StoreFault with all that is wrong with any of the stores
 */
export async function openStores(settings: Settings): Promise<OpenStores> {
  const { REDIS_URL, MONGODB_URL, MIGRATE_ON_START } = settings.values;
  const [postgres, ...others] = await Promise.allSettled([openPostgres(settings), REDIS_URL ? checkRedis(REDIS_URL) : undefined, MONGODB_URL ? checkMongo(MONGODB_URL) : undefined]);
  try {
    refuseFaults([postgres, ...others]);
    if (postgres.status === 'rejected') throw postgres.reason;
    const { unknown } = await (MIGRATE_ON_START ? migrate : checkSchema)(postgres.value.postgres, settings.extensions);
    if (unknown.length > 0) new Logger('Schema').warn(`the schema has ${unknown.length} migrations that this build does not know, up to ${unknown.at(-1)}: those of a newer build, or of an extension that is no longer listed`);
    return postgres.value;
  } catch (error) {
    if (postgres.status === 'fulfilled') await postgres.value.close();
    throw error;
  }
}

/** A store that is wrong hides nothing of what is wrong with the others. */
function refuseFaults(results: readonly PromiseSettledResult<unknown>[]): void {
  const faults = results.flatMap((result) => (result.status === 'rejected' && result.reason instanceof StoreFault ? result.reason.faults : []));
  const defect = results.find((result) => result.status === 'rejected' && !(result.reason instanceof StoreFault));
  if (defect?.status === 'rejected') throw defect.reason;
  if (faults.length > 0) throw new StoreFault(faults);
}

/** PostgreSQL alone, without touching the schema. */
export async function openPostgres(settings: Settings): Promise<OpenStores> {
  const { POSTGRES_URL, POSTGRES_POOL_SIZE, POSTGRES_WAIT_SECONDS, AUTHENGINE_DATA_DIR } = settings.values;
  if (POSTGRES_URL === undefined) {
    const embedded = await startEmbeddedPostgres({ folder: AUTHENGINE_DATA_DIR });
    return { postgres: embedded.address, close: () => embedded.close() };
  }
  const postgres = await openPostgresServer({ url: POSTGRES_URL, poolSize: POSTGRES_POOL_SIZE, waitMs: POSTGRES_WAIT_SECONDS * 1_000 });
  return { postgres, close: () => Promise.resolve() };
}

import type { Extension } from '@authengine/contracts';
import { DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import { StoreFault } from '../start/store-fault.js';
import { ADVISORY_LOCKS } from './advisory-locks.js';
import { patientOptions } from './data-source-options.js';
import type { PostgresAddress } from './postgres-address.js';
import { privilegeFaults } from './privileges.js';

export interface SchemaState {
  /** The migrations of this run, oldest first. */
  readonly ran: readonly string[];
  /** Migrations of a newer build, or of an extension that is no longer listed: this build does not know them. */
  readonly unknown: readonly string[];
}

/**
 * Runs pending migrations, also those of extensions, one process at a time. Each has a transaction of its own, which
 * takes the lock and checks again what is pending: behind a pooler, no session can hold a lock.
 * @throws StoreFault when the role may not make tables
 */
export async function migrate(address: PostgresAddress, extensions: readonly Extension[] = []): Promise<SchemaState> {
  return withRunner(address, extensions, async (runner, executor) => {
    const { pending, unknown } = await schemaState(runner);
    if (pending.length > 0) await refuseWithoutPrivileges(address, runner);
    const ran: string[] = [];
    for (;;) {
      const name = await runNext(runner, executor);
      if (name === undefined) return { ran, unknown };
      ran.push(name);
    }
  });
}

/**
 * Reads the state of the schema without changing it.
 * @throws StoreFault when migrations are pending
 */
export async function checkSchema(address: PostgresAddress, extensions: readonly Extension[] = []): Promise<SchemaState> {
  return withRunner(address, extensions, async (runner) => {
    const { pending, unknown } = await schemaState(runner);
    if (pending.length > 0) throw new StoreFault([`the schema lacks ${pending.length} ${pending.length === 1 ? 'migration' : 'migrations'} of this build, the first being ${pending[0]}; run authengine migrate, or leave MIGRATE_ON_START at true`]);
    return { ran: [], unknown };
  });
}

async function withRunner<T>(address: PostgresAddress, extensions: readonly Extension[], work: (runner: QueryRunner, executor: MigrationExecutor) => Promise<T>): Promise<T> {
  const dataSource = await new DataSource(patientOptions(address, extensions)).initialize();
  try {
    const runner = dataSource.createQueryRunner();
    try {
      return await work(runner, new MigrationExecutor(dataSource, runner));
    } finally {
      await runner.release();
    }
  } finally {
    await dataSource.destroy();
  }
}

async function runNext(runner: QueryRunner, executor: MigrationExecutor): Promise<string | undefined> {
  await runner.startTransaction();
  try {
    await runner.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.migrations]);
    const [next] = await executor.getPendingMigrations();
    if (next) await executor.executeMigration(next);
    await runner.commitTransaction();
    return next?.name;
  } catch (error) {
    await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  }
}

async function schemaState(runner: QueryRunner): Promise<{ readonly pending: string[]; readonly unknown: string[] }> {
  const known = runner.dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name);
  const ran = (await runner.hasTable('migrations')) ? (await runner.manager.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY "timestamp"')).map(({ name }) => name) : [];
  return { pending: known.filter((name) => !ran.includes(name)), unknown: ran.filter((name) => !known.includes(name)) };
}

async function refuseWithoutPrivileges(address: PostgresAddress, runner: QueryRunner): Promise<void> {
  if (address.kind === 'embedded') return;
  const faults = await privilegeFaults(runner, address.url);
  if (faults.length > 0) throw new StoreFault(faults);
}

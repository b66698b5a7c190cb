import type { Extension } from '@authengine/contracts';
import { getMetadataArgsStorage, type MigrationInterface } from 'typeorm';
import { migrations } from '../migrations/index.js';

type Class<T = object> = new () => T;

/** The time in milliseconds at the end of a migration's name; TypeORM orders migrations by it. */
const MIGRATION_NAME = /\D\d{13}$/;

/** The migrations of the product and of these extensions. TypeORM runs the pending ones in the order of their times. */
export function allMigrations(extensions: readonly Extension[]): Class<MigrationInterface>[] {
  return [...migrations, ...extensions.flatMap(({ migrations: added = [] }) => added)];
}

/** One line for each table or migration that does not fit the rules for extensions. */
export function schemaFaults(extensions: readonly Extension[]): string[] {
  const tables = extensions.flatMap(({ entities = [] }) => entities.map(tableOf));
  const names = allMigrations(extensions).map(({ name }) => name);
  return [
    ...extensions.flatMap((extension) => (extension.entities ?? []).flatMap((entity) => tableFault(extension, entity))),
    ...twice(tables).map((table) => `table ${table} is of two entities`),
    ...extensions.flatMap(({ name, migrations: added = [] }) => added.filter((migration) => !MIGRATION_NAME.test(migration.name)).map((migration) => `migration ${migration.name} of extension ${name} must end in a time of 13 digits`)),
    ...twice(names).map((name) => `migration ${name} is there twice`),
  ];
}

function tableFault({ name }: Extension, entity: Class): string[] {
  const table = tableOf(entity);
  if (table === undefined) return [`${entity.name} of extension ${name} is no entity`];
  return table === name || table.startsWith(`${name}_`) ? [] : [`table ${table} of extension ${name} must be ${name}, or begin with ${name}_`];
}

function tableOf(entity: Class): string | undefined {
  const found = getMetadataArgsStorage().tables.find(({ target }) => target === entity);
  return found && (found.name ?? entity.name);
}

function twice(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names.filter((name, index) => name !== undefined && names.indexOf(name) !== index))].filter((name) => name !== undefined);
}

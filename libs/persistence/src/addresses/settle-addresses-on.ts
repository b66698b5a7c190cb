import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { dataSourceOptions } from '../postgres/data-source-options.js';
import type { PostgresAddress } from '../postgres/postgres-address.js';
import { settleAddresses, type Query, type SettledAddresses } from './settle-addresses.js';

/** The same on a database by its address, in a transaction of its own. */
export async function settleAddressesOn(address: PostgresAddress): Promise<SettledAddresses> {
  const dataSource = new DataSource({ ...dataSourceOptions(address), poolSize: 1, extra: { connectionTimeoutMillis: 5_000 } });
  await dataSource.initialize();
  try {
    return await dataSource.transaction((manager) => settleAddresses(rowsBy(manager)));
  } finally {
    await dataSource.destroy();
  }
}

/** TypeORM answers an UPDATE and a DELETE with their rows and how many there were. */
export function rowsBy(database: Pick<EntityManager | QueryRunner, 'query'>): Query {
  return async <Row>(sql: string, parameters?: unknown[]) => {
    const answer = (await database.query(sql, parameters)) as unknown[];
    return (Array.isArray(answer[0]) ? answer[0] : answer) as Row[];
  };
}

import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../postgres/data-source-options.js';
import type { PostgresAddress } from '../postgres/postgres-address.js';
import { rowsBy } from './rows-by.js';
import { settleAddresses, type SettledAddresses } from './settle-addresses.js';

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

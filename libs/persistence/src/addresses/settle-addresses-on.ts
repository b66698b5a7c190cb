import { DataSource } from 'typeorm';
import { patientOptions } from '../postgres/data-source-options.js';
import type { PostgresAddress } from '../postgres/postgres-address.js';
import { rowsBy } from './rows-by.js';
import { settleAddresses, type SettledAddresses } from './settle-addresses.js';

/** The same, on the database at an address and in a transaction of its own. */
export async function settleAddressesOn(address: PostgresAddress): Promise<SettledAddresses> {
  const dataSource = new DataSource(patientOptions(address));
  await dataSource.initialize();
  try {
    return await dataSource.transaction((manager) => settleAddresses(rowsBy(manager)));
  } finally {
    await dataSource.destroy();
  }
}

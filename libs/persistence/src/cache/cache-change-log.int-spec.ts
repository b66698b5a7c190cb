import { openTestDatabase, type TestDatabase } from '@authengine/testing';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../postgres/data-source-options.js';
import { Transactions } from '../transactions/transactions.js';
import { CacheChangeLog } from './cache-change-log.js';
import { Endings } from './endings.js';

/** The id of a transaction of an older server, which this one reaches in years. */
const OF_ANOTHER_SERVER = 4_000_000_000_000;

describe('CacheChangeLog', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let log: CacheChangeLog;
  let endings: Endings;

  beforeAll(async () => {
    database = await openTestDatabase();
    dataSource = await new DataSource(dataSourceOptions(database.address)).initialize();
    const transactions = new Transactions(dataSource);
    log = new CacheChangeLog(transactions);
    endings = new Endings(transactions, 60_000);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.close();
  });

  const append = (key: string): Promise<unknown> => log.append([{ key, version: 1, value: '', subject: key }], { ends: true, pending: false, hearers: new Map() });

  it('finds what this server has committed, and does not find at every call what was restored into it', async () => {
    const before = await log.position();
    await append('u:restored');
    await dataSource.query('UPDATE copy_changes SET xact = $1', [OF_ANOTHER_SERVER]);
    await append('u:here');
    expect((await log.committedSince(before)).entries.map(({ key }) => key)).toEqual(['u:here']);
    expect((await endings.since(Number(before))).endings.map(({ key }) => key)).toEqual(['u:here']);
    expect((await log.changedWithin(60_000)).entries.map(({ key }) => key)).toEqual(['u:here', 'u:restored']);
  });
});

import { openTestDatabase, type TestDatabase } from '@authengine/testing';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../postgres/data-source-options.js';
import { migrations } from './index.js';

describe('migrations', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await openTestDatabase();
    dataSource = await new DataSource(dataSourceOptions(database.address)).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.close();
  });

  const tables = async (): Promise<string[]> =>
    (await dataSource.query<{ table_name: string }[]>("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1")).map((row) => row.table_name);

  it('each have a way down that leaves nothing behind, and go up again', async () => {
    const before = await tables();
    for (const _ of migrations) await dataSource.undoLastMigration();
    expect(await tables()).toEqual(['migrations']);
    await dataSource.runMigrations();
    expect(await tables()).toEqual(before);
  });
});

import { onRealPostgres, openTestDatabase, type TestDatabase } from '@authengine/testing';
import { DataSource, QueryFailedError } from 'typeorm';
import { dataSourceOptions } from './data-source-options.js';
import { PreparedStatements } from './prepared-statements.js';

const SUM = { name: 'sum_of_a_test', sql: 'SELECT $1::integer + $2::integer AS sum' };
const KEPT = 'SELECT name FROM pg_prepared_statements';

describe('PreparedStatements', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let prepared: PreparedStatements;

  beforeAll(async () => {
    database = await openTestDatabase();
    // One connection, so that its session can be looked at.
    const options = { ...dataSourceOptions(database.address), poolSize: 1 };
    dataSource = await new DataSource(options).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.close();
  });
  beforeEach(() => {
    prepared = new PreparedStatements(dataSource);
  });

  it('answer with rows, again and again', async () => {
    for (let i = 0; i < 7; i += 1) expect(await prepared.run(SUM, [i, 40])).toEqual([{ sum: i + 40 }]);
    expect(await Promise.all([1, 2, 3].map((i) => prepared.run(SUM, [i, i])))).toEqual([[{ sum: 2 }], [{ sum: 4 }], [{ sum: 6 }]]);
  });

  it('are planned once for a connection of its own, and kept nowhere else', async () => {
    await prepared.run(SUM, [1, 2]);
    expect(await dataSource.query(KEPT)).toEqual(onRealPostgres() ? [{ name: SUM.name }] : []);
  });

  it('fail as TypeORM’s do, and the next one is answered', async () => {
    const failed = prepared.run({ name: 'division_of_a_test', sql: 'SELECT 1 / $1::integer' }, [0]);
    await expect(failed).rejects.toBeInstanceOf(QueryFailedError);
    await expect(failed).rejects.toMatchObject({ driverError: { code: '22012' } });
    expect(await prepared.run(SUM, [1, 2])).toEqual([{ sum: 3 }]);
  });

  (onRealPostgres() ? it : it.skip)('are run without a name from then on, when the session turns out to be another’s (needs TEST_POSTGRES_URL)', async () => {
    await prepared.run(SUM, [1, 2]);
    await dataSource.query('DEALLOCATE ALL');
    expect(await prepared.run(SUM, [3, 4])).toEqual([{ sum: 7 }]);
    await prepared.run(SUM, [3, 4]);
    expect(await dataSource.query(KEPT)).toEqual([]);
  });
});

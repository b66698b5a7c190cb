import { COUNTED, countedRows, dataSourceOptions } from '@authengine/persistence';
import { onRealPostgres, openTestDatabase, type TestDatabase } from '@authengine/testing';
import { DataSource } from 'typeorm';
import { userSearchCondition, userSearchPattern } from './user-search.js';

describe('searching users', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await openTestDatabase();
    dataSource = await new DataSource(dataSourceOptions(database.address)).initialize();
    await dataSource.query(
      `INSERT INTO users (id, email, username, first_name, last_name, status) VALUES
         (gen_random_uuid(), 'ada@example.com', 'countess', 'Ada', 'Lovelace', 'ACTIVE'),
         (gen_random_uuid(), '100%_sure@example.com', NULL, NULL, 'Back\\slash', 'ACTIVE'),
         (gen_random_uuid(), NULL, NULL, 'Li', 'Wu', 'ACTIVE')`,
    );
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.close();
  });

  const found = async (words: string): Promise<string[]> =>
    (await dataSource.query<{ last_name: string }[]>(`SELECT u.last_name FROM users u WHERE ${userSearchCondition('u', '$1')} ORDER BY 1`, [userSearchPattern(words)])).map((row) => row.last_name);

  it.each([['ADA@ex'], ['a@example.c'], ['ountess'], ['ada love'], ['LOVELACE'], ['velac']])('finds any part of address, username and name, in any case: %s', async (words) => {
    expect(await found(words)).toEqual(['Lovelace']);
  });

  it('takes every letter for itself', async () => {
    expect(await found('100%_')).toEqual(['Back\\slash']);
    expect(await found('ck\\sl')).toEqual(['Back\\slash']);
    for (const words of ['%%%', '___', '%', '_', '\\', 'a%a', 'lo_elace']) expect(await found(words)).toEqual([]);
  });

  it('finds one and two letters where an address or a name begins', async () => {
    expect(await found('l')).toEqual(['Lovelace', 'Wu']);
    expect(await found('Wu')).toEqual(['Wu']);
    expect(await found('ce')).toEqual([]);
  });

  (onRealPostgres() ? it : it.skip)('reads an index and not the table, where PostgreSQL has pg_trgm (skipped on the embedded one)', async () => {
    // In parts, each of which a slow machine does within a statement's time.
    for (let from = 0; from < 20_000; from += 2_000) {
      await dataSource.query("INSERT INTO users (id, email, status) SELECT gen_random_uuid(), 'somebody-' || i || '@example.org', 'ACTIVE' FROM generate_series($1::integer, $1::integer + 1999) i", [from]);
    }
    await dataSource.query('ANALYZE users');
    const plan = await dataSource.query<Record<string, string>[]>(`EXPLAIN SELECT u.id FROM users u WHERE ${userSearchCondition('u', '$1')}`, [userSearchPattern('lovelace')]);
    expect(JSON.stringify(plan)).toContain('users_search_idx');
  });

  it('counts a list up to a bound and no further', async () => {
    const count = (rows: number, most: number): Promise<number | undefined> => countedRows(dataSource.manager, 'SELECT i FROM generate_series(1, $1::integer) i', [rows], most);
    expect(await count(0, COUNTED.searched)).toBe(0);
    expect(await count(COUNTED.searched, COUNTED.searched)).toBe(COUNTED.searched);
    expect(await count(COUNTED.searched + 1, COUNTED.searched)).toBeUndefined();
  });
});

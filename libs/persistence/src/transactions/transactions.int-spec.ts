import { openTestDatabase, type TestDatabase } from '@authengine/testing';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../postgres/data-source-options.js';
import { isPostgresUnavailable } from '../postgres/postgres-faults.js';
import { Transactions } from './transactions.js';

describe('Transactions', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let transactions: Transactions;

  beforeAll(async () => {
    database = await openTestDatabase();
    dataSource = await new DataSource(dataSourceOptions(database.address)).initialize();
    transactions = new Transactions(dataSource);
    await dataSource.query('CREATE TABLE notes (text text UNIQUE)');
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.close();
  });

  beforeEach(() => dataSource.query('TRUNCATE notes'));

  const insert = (text: string): Promise<unknown> => transactions.manager.query('INSERT INTO notes VALUES ($1)', [text]);
  const notes = async (): Promise<string[]> => (await dataSource.query<{ text: string }[]>('SELECT text FROM notes ORDER BY text')).map((row) => row.text);

  it('commits what the work wrote, and gives its value', async () => {
    await expect(transactions.run(async () => insert('a').then(() => 42))).resolves.toBe(42);
    expect(await notes()).toEqual(['a']);
  });

  it('rolls everything back when the work throws, nested work included', async () => {
    const work = transactions.run(async () => {
      await insert('a');
      await transactions.run(() => insert('b'));
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await notes()).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a statement', () => insert('b')],
    ['a query that is built', () => transactions.manager.createQueryBuilder().select('text').from('notes', 'notes').getRawMany()],
    ['a transaction in it', () => transactions.manager.transaction((manager) => manager.query('SELECT 1'))],
    ['its commit', () => Promise.resolve()],
  ])('says that Postgres is away where its connection is lost between two statements, and %s comes next', async (_, next) => {
    const work = transactions.run(async () => {
      await insert('a');
      const { connection } = (await transactions.manager.queryRunner?.connect()) as { connection: { stream: Socket } };
      connection.stream.destroy();
      await once(connection.stream, 'close');
      await next();
    });
    expect(await work.then(() => 'committed', isPostgresUnavailable)).toBe(true);
    expect(await notes()).toEqual([]);
  });

  it('runs actions after the commit and before the caller is answered', async () => {
    const seen: string[] = [];
    await transactions.run(async () => {
      await insert('a');
      await transactions.afterCommit(async () => {
        seen.push(...(await notes()));
      });
      expect(seen).toEqual([]);
    });
    expect(seen).toEqual(['a']);
  });

  it('runs no action after a rollback', async () => {
    const action = jest.fn(() => Promise.resolve());
    await expect(
      transactions.run(async () => {
        await transactions.afterCommit(action);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(action).not.toHaveBeenCalled();
  });

  it('keeps the change and tells the caller when an action after the commit fails', async () => {
    const second = jest.fn(() => Promise.resolve());
    const work = transactions.run(async () => {
      await insert('a');
      await transactions.afterCommit(() => Promise.reject(new Error('the cache is away')));
      await transactions.afterCommit(second);
    });
    await expect(work).rejects.toThrow('the cache is away');
    expect(await notes()).toEqual(['a']);
    expect(second).toHaveBeenCalledTimes(1);
  });

  it('keeps 30 parallel transactions apart', async () => {
    await Promise.allSettled(
      Array.from({ length: 30 }, (_, i) =>
        transactions.run(async () => {
          await insert(String(i));
          if (i % 2 === 1) throw new Error('odd');
        }),
      ),
    );
    expect(await notes()).toEqual(Array.from({ length: 15 }, (_, i) => String(2 * i)).sort());
  });

  describe('a rehearsal', () => {
    it('gives what the work saw, and takes everything back, actions after the commit too', async () => {
      const action = jest.fn(() => Promise.resolve());
      const seen = await transactions.rehearse(async () => {
        await transactions.run(() => insert('a'));
        await transactions.afterCommit(action);
        return transactions.manager.query<unknown[]>('SELECT text FROM notes');
      });
      expect(seen).toEqual([{ text: 'a' }]);
      expect(await notes()).toEqual([]);
      expect(action).not.toHaveBeenCalled();
    });

    it('throws what the work throws, and is no part of another transaction', async () => {
      await expect(transactions.rehearse(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
      await expect(transactions.run(() => transactions.rehearse(() => insert('a')))).rejects.toThrow('of its own');
      expect(await notes()).toEqual([]);
    });
  });
});

import { randomUUID } from 'node:crypto';
import { loadSettings } from '@authengine/config';
import { dataSourceOptions } from '@authengine/persistence';
import { openTestStores, type TestStores } from '@authengine/testing';
import { DataSource } from 'typeorm';
import { openStores } from '../../../api/src/open-stores.js';
import { AddressesCommand } from './addresses.command.js';

describe('authengine addresses', () => {
  let stores: TestStores;
  let variables: Record<string, string>;

  beforeAll(async () => {
    stores = await openTestStores();
    variables = { NODE_ENV: 'test', LOG_LEVEL: 'silent', APP_URL: 'http://auth.test', ...stores.variables };
  });
  afterAll(() => stores.close());

  const query = async (sql: string, parameters: unknown[] = []): Promise<unknown> => {
    const opened = await openStores(loadSettings(variables));
    const dataSource = await new DataSource(dataSourceOptions(opened.postgres)).initialize();
    try {
      return await dataSource.query(sql, parameters);
    } finally {
      await dataSource.destroy();
      await opened.close();
    }
  };
  const told = async (): Promise<string> => {
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    await new AddressesCommand({ variables }).run();
    const text = log.mock.calls.flat().join('\n');
    log.mockRestore();
    return text;
  };

  it('names the accounts that have one mailbox, and settles the address once one is left', async () => {
    const [spelled, canonical] = [randomUUID(), randomUUID()];
    await query("INSERT INTO users (id, email, status, email_verified_at) VALUES ($1, 'ada@bücher.example', 'ACTIVE', now()), ($2, 'ada@xn--bcher-kva.example', 'ACTIVE', now())", [spelled, canonical]);
    expect(await told()).toMatch(new RegExp(`0 addresses.*\nada@xn--bcher-kva\\.example .*${canonical} has it.* ${spelled} `));
    await query('DELETE FROM users WHERE id = $1', [canonical]);
    expect(await told()).toMatch(/^1 addresses/);
    expect(await query('SELECT email FROM users WHERE id = $1', [spelled])).toEqual([{ email: 'ada@xn--bcher-kva.example' }]);
  });
});

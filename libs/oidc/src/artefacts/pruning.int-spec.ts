import { KeyRing, SealedSecrets } from '@authengine/crypto';
import { dataSourceOptions, Transactions } from '@authengine/persistence';
import { FakeClock, openTestDatabase, type TestDatabase } from '@authengine/testing';
import { DataSource } from 'typeorm';
import { Artefacts } from './artefacts.js';

describe('the pruning of artefacts', () => {
  const clock = new FakeClock();
  let database: TestDatabase;
  let dataSource: DataSource;
  let artefacts: Artefacts;

  beforeAll(async () => {
    database = await openTestDatabase();
    dataSource = await new DataSource(dataSourceOptions(database.address)).initialize();
    artefacts = new Artefacts(new Transactions(dataSource), new SealedSecrets(new KeyRing('new-0123456789abcdef0123456789abcdef')), clock);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.close();
  });

  it('keeps what was used up or has ended until it has expired on every node, whose clocks may differ', async () => {
    const kept = async (): Promise<unknown[]> => dataSource.query('SELECT token_id FROM oidc_ended_tokens');
    const now = clock.now().getTime();
    await dataSource.query('INSERT INTO oidc_ended_tokens (token_id, ended_at, expires_at) VALUES ($1, $2, $3)', ['revoked', new Date(now), new Date(now + 60_000)]);
    clock.advance({ minutes: 2 });
    await artefacts.prune();
    expect(await kept()).toHaveLength(1);
    clock.advance({ minutes: 10 });
    await artefacts.prune();
    expect(await kept()).toEqual([]);
  });
});

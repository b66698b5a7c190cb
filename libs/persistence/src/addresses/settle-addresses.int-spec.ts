import { randomBytes, randomUUID } from 'node:crypto';
import { openTestDatabase, type TestDatabase } from '@authengine/testing';
import { DataSource } from 'typeorm';
import { patientOptions } from '../postgres/data-source-options.js';
import { rowsBy } from './rows-by.js';
import { settleAddresses, type SettledAddresses } from './settle-addresses.js';

const [SPELLED, CANONICAL] = ['ada@bücher.example', 'ada@xn--bcher-kva.example'];

describe('addresses that were stored in another form', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await openTestDatabase();
    dataSource = await new DataSource(patientOptions(database.address)).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.close();
  });
  beforeEach(() => dataSource.query('TRUNCATE users CASCADE'));

  const settle = (): Promise<SettledAddresses> => dataSource.transaction((manager) => settleAddresses(rowsBy(manager)));
  const user = async (email: string | null, { proven = true, pending = null as string | null } = {}): Promise<string> => {
    const id = randomUUID();
    await dataSource.query('INSERT INTO users (id, email, pending_email, status, email_verified_at) VALUES ($1, $2, $3, $4, $5)', [id, email, pending, proven ? 'ACTIVE' : 'PENDING_VERIFICATION', proven ? new Date() : null]);
    return id;
  };
  const emails = async (...ids: string[]): Promise<(string | null)[]> => {
    const rows = await dataSource.query<{ id: string; email: string | null }[]>('SELECT id, email FROM users');
    return ids.map((id) => rows.find((row) => row.id === id)?.email ?? null);
  };

  it('have the one form, and stay as they are where they have it', async () => {
    const [ada, bob, uma] = [await user(SPELLED), await user('bob@example.com'), await user('üma@example.com')];
    const waiting = await user(null, { pending: 'w@bücher.example' });
    expect(await settle()).toEqual({ converted: 1, yielded: [], collisions: [], unreachable: [] });
    expect(await emails(ada, bob, uma)).toEqual([CANONICAL, 'bob@example.com', 'üma@example.com']);
    expect(await dataSource.query('SELECT pending_email FROM users WHERE id = $1', [waiting])).toEqual([{ pending_email: 'w@xn--bcher-kva.example' }]);
    expect(await settle()).toMatchObject({ converted: 0 });
  });

  it('of two accounts that have proven one mailbox are told, and left', async () => {
    const [first, second] = [await user(SPELLED), await user(CANONICAL)];
    const collisions = [{ userId: first, address: CANONICAL, holderId: second }];
    expect(await settle()).toEqual({ converted: 0, yielded: [], collisions, unreachable: [] });
    expect(await emails(first, second)).toEqual([SPELLED, CANONICAL]);
    expect(await settle()).toMatchObject({ collisions });
    await dataSource.query('DELETE FROM users WHERE id = $1', [second]);
    expect(await settle()).toMatchObject({ converted: 1, collisions: [] });
    expect(await emails(first)).toEqual([CANONICAL]);
  });

  it.each([
    ['the one in the other form', true, false, [CANONICAL, null]],
    ['the one in this form', false, true, [null, CANONICAL]],
    ['neither', false, false, [null, CANONICAL]],
  ])('go to the account that has proven it: %s', async (_, spelledProven, canonicalProven, left) => {
    const [spelled, canonical] = [await user(SPELLED, { proven: spelledProven }), await user(CANONICAL, { proven: canonicalProven })];
    const loser = left[0] === null ? spelled : canonical;
    await dataSource.query("INSERT INTO password_credentials (user_id, hash) VALUES ($1, 'x')", [loser]);
    expect(await settle()).toMatchObject({ yielded: [loser], collisions: [] });
    expect(await emails(spelled, canonical)).toEqual(left);
    expect(await dataSource.query('SELECT status FROM users WHERE id = $1', [loser])).toEqual([{ status: 'INACTIVE' }]);
    expect(await dataSource.query('SELECT 1 FROM password_credentials')).toEqual([]);
  });

  it('that no mail can reach are told', async () => {
    const id = await user('ada@a\u00adé..example');
    expect(await settle()).toMatchObject({ converted: 0, unreachable: [id] });
  });

  it.each(['a@10.0.0.5', 'a@xn--zzzz.example', 'a@host.0x1f', 'a@b_c.example', 'a..b@example.com'])('and were addresses under an older rule are told: %s', async (address) => {
    const id = await user(address);
    expect(await settle()).toEqual({ converted: 0, yielded: [], collisions: [], unreachable: [id] });
    expect(await emails(id)).toEqual([address]);
  });

  it('are found among more of them than are read at once', async () => {
    await dataSource.query("INSERT INTO users (id, email, status, email_verified_at) SELECT gen_random_uuid(), 'person' || n || CASE WHEN n % 5000 = 0 THEN '@10.0.0.5' ELSE '@example.com' END, 'ACTIVE', now() FROM generate_series(1, 10001) n");
    const { converted, unreachable } = await settle();
    expect([converted, unreachable.length]).toEqual([0, 2]);
  });

  it('in links on their way and in invitations are those of the account still', async () => {
    const ada = await user(SPELLED);
    await dataSource.query("INSERT INTO one_time_tokens (id, purpose, token_hash, user_id, payload, created_at, expires_at) VALUES ($1, 'reset', $2, $3, $4, now(), now() + interval '1 hour')", [randomUUID(), randomBytes(32), ada, { email: SPELLED, from: null, occasion: 'à Paris' }]);
    const tenant = randomUUID();
    await dataSource.query("INSERT INTO tenants (id, name, type, owner_id) VALUES ($1, 'Acme', 'CUSTOMER', $2)", [tenant, ada]);
    const [role] = await dataSource.query<{ id: string }[]>("INSERT INTO roles (id, name, scope, level) VALUES ($1, $2, 'TENANT', 10) RETURNING id", [randomUUID(), randomUUID()]);
    const invite = (email: string, minutes: number): Promise<unknown> =>
      dataSource.query(
        `INSERT INTO invitations (id, tenant_id, email, role_id, token_hash, status, created_at, sent_at, expires_at) VALUES ($1, $2, $3, $4, $5, 'PENDING', now(), now() + $6 * interval '1 minute', now() + interval '7 days')`,
        [randomUUID(), tenant, email, role?.id, randomBytes(32), minutes],
      );
    await invite(SPELLED, 1);
    await invite(CANONICAL, 0);
    await invite('eve@bücher.example', 0);
    await settle();
    expect(await dataSource.query("SELECT payload FROM one_time_tokens WHERE purpose = 'reset'")).toEqual([{ payload: { email: CANONICAL, from: null, occasion: 'à Paris' } }]);
    expect(await dataSource.query('SELECT email, status FROM invitations ORDER BY sent_at, email')).toEqual([
      { email: CANONICAL, status: 'REVOKED' },
      { email: 'eve@xn--bcher-kva.example', status: 'PENDING' },
      { email: CANONICAL, status: 'PENDING' },
    ]);
  });
});

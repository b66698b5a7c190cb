import { setTimeout as delay } from 'node:timers/promises';
import { dataSourceOptions, migrate, openPostgresServer } from '@authengine/persistence';
import { testSettings } from '@authengine/testing';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { startServer, type RunningServer } from '../src/server.js';
import { hasPostgres, OwnPgBouncer, OwnPostgres, pgbouncer } from './kit/own-postgres.js';

type Json = Record<string, string>;

// Where this machine lacks PostgreSQL or PgBouncer, nothing is behind a pooler.
(hasPostgres && pgbouncer !== undefined ? describe : describe.skip)('behind PgBouncer in transaction mode', () => {
  let postgres: OwnPostgres;
  let bouncer: OwnPgBouncer;

  beforeAll(async () => {
    postgres = await OwnPostgres.start();
    bouncer = await OwnPgBouncer.start(postgres);
  });
  afterAll(async () => {
    await bouncer.close();
    await postgres.close();
  });

  const open = (url: string) => openPostgresServer({ url, poolSize: 5, waitMs: 10_000 });

  it('is noticed by what it refuses and by what it ignores, and only there', async () => {
    expect(await open(bouncer.url('postgres'))).toMatchObject({ pooled: true });
    expect((await open(postgres.url('postgres'))).pooled).toBeUndefined();
    const silent = await OwnPgBouncer.start(postgres, { ignore_startup_parameters: 'statement_timeout,lock_timeout,idle_in_transaction_session_timeout' });
    try {
      expect(await open(silent.url('postgres'))).toMatchObject({ pooled: true });
    } finally {
      await silent.close();
    }
  });

  it('takes two nodes that migrate at once, on a single session for both', async () => {
    const narrow = await OwnPgBouncer.start(postgres, { default_pool_size: '1' });
    try {
      await postgres.query('postgres', 'CREATE DATABASE twice');
      const address = await open(narrow.url('twice'));
      const [one, other] = await Promise.all([migrate(address), migrate(address)]);
      const ran = [...one.ran, ...other.ran];
      expect(new Set(ran).size).toBe(ran.length);
      expect(await postgres.query('twice', 'SELECT name FROM migrations ORDER BY "timestamp"')).toEqual([...ran].sort((a, b) => Number(/\d+$/.exec(a)) - Number(/\d+$/.exec(b))).map((name) => ({ name })));
    } finally {
      await narrow.close();
    }
  });

  describe('the limits of a statement', () => {
    let behind: DataSource;
    beforeAll(async () => {
      behind = await new DataSource(dataSourceOptions(await open(bouncer.url('postgres')))).initialize();
      await behind.query('CREATE TABLE rows_of_a_test (number integer PRIMARY KEY, text text)');
    });
    afterAll(() => behind.destroy());

    const LIMITS = "SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock, current_setting('idle_in_transaction_session_timeout') AS idle";

    it('hold inside and outside of transactions, and stay with nobody else', async () => {
      for (let i = 0; i < 5; i += 1) {
        expect(await behind.query(LIMITS)).toEqual([{ statement: '2s', lock: '2s', idle: '10s' }]);
        expect(await behind.transaction('REPEATABLE READ', async (manager) => [await manager.query(LIMITS), await manager.query('SHOW transaction_isolation')])).toEqual([
          [{ statement: '2s', lock: '2s', idle: '10s' }],
          [{ transaction_isolation: 'repeatable read' }],
        ]);
      }
      const stranger = new Client({ connectionString: bouncer.url('postgres') });
      await stranger.connect();
      for (let i = 0; i < 5; i += 1) expect((await stranger.query(LIMITS)).rows).toEqual([{ statement: '0', lock: '0', idle: '0' }]);
      await stranger.end();
    });

    it('are the server’s, which ends what takes longer', async () => {
      await expect(behind.query('SELECT pg_sleep(10)')).rejects.toMatchObject({ code: '57014' });
      await expect(behind.transaction((manager) => manager.query('SELECT pg_sleep($1)', [10]))).rejects.toMatchObject({ code: '57014' });
      expect(await behind.query("SELECT count(*)::integer AS sleeping FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(%' AND pid <> pg_backend_pid()")).toEqual([{ sleeping: 0 }]);
    });

    it('change no answer: rows, counts, errors, and a statement after an error', async () => {
      expect(await behind.query('INSERT INTO rows_of_a_test VALUES ($1, $2), ($3, $4) RETURNING number, text', [1, 'one', 2, null])).toEqual([
        { number: 1, text: 'one' },
        { number: 2, text: null },
      ]);
      await expect(behind.query('INSERT INTO rows_of_a_test VALUES ($1, $2)', [1, 'again'])).rejects.toMatchObject({ code: '23505' });
      await expect(behind.query('SELECT nonsense')).rejects.toMatchObject({ code: '42703' });
      expect(await behind.query('UPDATE rows_of_a_test SET text = $1 WHERE number > 0', ['both'])).toEqual([[], 2]);
      expect(await behind.query('SELECT * FROM rows_of_a_test WHERE number = $1', [3])).toEqual([]);
      await expect(behind.transaction(async (manager) => {
        await manager.query('DELETE FROM rows_of_a_test');
        await manager.query('SELECT nonsense');
      })).rejects.toMatchObject({ code: '42703' });
      expect(await behind.query('SELECT count(*)::integer AS rows FROM rows_of_a_test')).toEqual([{ rows: 2 }]);
      const counts = await Promise.all(Array.from({ length: 50 }, (_, i) => behind.query('SELECT $1::integer AS i', [i])));
      expect(counts).toEqual(Array.from({ length: 50 }, (_, i) => [{ i }]));
    });
  });

  describe('two nodes of the service', () => {
    const nodes: RunningServer[] = [];
    beforeAll(async () => {
      await postgres.query('postgres', 'CREATE DATABASE served');
      const settings = testSettings({ HOST: '127.0.0.1', POSTGRES_URL: bouncer.url('served'), REDIS_URL: undefined, MONGODB_URL: undefined });
      nodes.push(...(await Promise.all([startServer(settings), startServer(settings)])));
    });
    afterAll(async () => {
      for (const node of nodes) await node.close();
    });

    async function post(node: number, path: string, body: object, headers: Json = {}): Promise<{ status: number; body: Json }> {
      const response = await fetch(`${nodes[node]?.url ?? ''}/api/v1${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) });
      const text = await response.text();
      return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Json) };
    }

    const login = async (node = 0) => (await post(node, '/auth/login', { email: 'root@auth.test', password: 'quiet-Harbour-77-lantern' })).body;

    it('sign in, introspect and revoke as on PostgreSQL itself', async () => {
      const session = await login();
      const bearer = { Authorization: `Bearer ${session['access_token'] ?? ''}` };
      const key = { 'X-API-Key': (await post(1, '/platform/service-keys', { service_name: 'orders' }, bearer)).body['raw_key'] ?? '' };
      const asked = { token: session['access_token'] };
      expect((await post(1, '/auth/introspect', asked, key)).body['active']).toBe(true);
      expect((await post(0, '/auth/logout', {}, bearer)).status).toBe(204);
      expect((await post(1, '/auth/introspect', asked, key)).body).toEqual({ active: false });
      expect((await post(0, '/auth/introspect', asked, key)).body).toEqual({ active: false });
    });

    it('let one of many win: a reset token is used once, a burst of refreshes leaves one family', async () => {
      const { refresh_token: refreshToken = '' } = await login();
      const refreshed = await Promise.all(Array.from({ length: 12 }, (_, i) => post(i % 2, '/auth/refresh', { refresh_token: refreshToken })));
      expect([...new Set(refreshed.map(({ status, body }) => `${status} ${body['refresh_token'] ?? ''}`))]).toEqual([expect.stringMatching(/^200 ./)]);

      await post(0, '/auth/password-reset/request', { email: 'root@auth.test' });
      const token = await mailedToken();
      const resets = await Promise.all(Array.from({ length: 8 }, (_, i) => post(i % 2, '/auth/password-reset/confirm', { token, new_password: `a new lantern for harbour ${i}` })));
      expect(resets.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(400)]);
    });

    async function mailedToken(): Promise<string> {
      for (let i = 0; i < 400; i += 1) {
        const messages = (await (await fetch(`${nodes[0]?.url ?? ''}/dev/mailbox/messages?to=root@auth.test`)).json()) as { text: string }[];
        const token = messages.map(({ text }) => /#token=([\w-]+)/.exec(text)?.[1]).find(Boolean);
        if (token) return token;
        await delay(50);
      }
      throw new Error('no mail');
    }
  });
});

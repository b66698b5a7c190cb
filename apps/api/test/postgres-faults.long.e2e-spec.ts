import type { Settings } from '@authengine/config';
import { testSettings } from '@authengine/testing';
import { createApplication } from '../src/application.js';
import { openStores } from '../src/open-stores.js';
import { startFault } from '../src/start-fault.js';
import { hasPostgres, OwnPostgres } from './kit/own-postgres.js';
import { TcpProxy } from './kit/tcp-proxy.js';
import { freePort } from './test-app.js';

/** What a start tells of these stores; undefined when it is a defect. */
async function told(env: Record<string, string>): Promise<string | undefined> {
  try {
    const stores = await openStores(testSettings({ REDIS_URL: undefined, MONGODB_URL: undefined, POSTGRES_WAIT_SECONDS: '1', ...env }));
    await stores.close();
    return 'it started';
  } catch (error) {
    return startFault(error) ?? `defect: ${String(error)}`;
  }
}

// Where this machine has no PostgreSQL to start, there is none to be wrong.
(hasPostgres ? describe : describe.skip)('a start on a PostgreSQL that is not as it must be', () => {
  let postgres: OwnPostgres;
  let at: string;

  beforeAll(async () => {
    postgres = await OwnPostgres.start();
    at = `^PostgreSQL at 127.0.0.1:${postgres.port} \\(POSTGRES_URL\\) `;
  });
  afterAll(() => postgres.close());

  const url = (database: string, user?: string, password?: string): string => postgres.url(database, user, password);

  it.each([
    ['an unknown database', () => url('nowhere'), 'has no such database .*; create it'],
    ['an unknown user', () => url('postgres', 'stranger', 'canary'), 'refuses the user name or password'],
    ['a wrong password', () => url('postgres', 'owner', 'canary'), 'refuses the user name or password'],
    ['no password', () => url('postgres').replace(/:[^:@]*@/, '@'), 'asks for a password'],
    ['TLS that it does not speak', () => `${url('postgres')}?sslmode=require`, 'does not speak TLS, which sslmode asks for'],
    ['a certificate that is not there', () => `${url('postgres')}?sslmode=verify-full&sslrootcert=/nowhere.pem`, null],
  ])('tells of %s in one line, without the password', async (_, where, what) => {
    const line = await told({ POSTGRES_URL: where() });
    expect(line).toMatch(what === null ? /^POSTGRES_URL names a file with sslrootcert that cannot be read \(ENOENT\): \/nowhere\.pem$/ : new RegExp(`${at}${what}`));
    expect(line).not.toMatch(/canary|quiet-Harbour|\n/);
  }, 60_000);

  it('reads as meant what other drivers write', async () => {
    await postgres.query('postgres', 'CREATE DATABASE meant');
    const meant = url('meant');
    expect(await told({ POSTGRES_URL: `${meant.replace('postgresql:', 'postgresql+asyncpg:')}?ssl=prefer` })).toBe('it started');
    expect(await told({ POSTGRES_URL: `jdbc:postgresql://127.0.0.1:${postgres.port}/meant?user=owner&password=${new URL(meant).password}&sslmode=disable` })).toBe('it started');
    expect(await told({ POSTGRES_URL: `postgresql://owner:${new URL(meant).password}@/meant?host=${postgres.folder}&port=${postgres.port}` })).toBe('it started');
    await postgres.query('meant', "CREATE ROLE percent LOGIN SUPERUSER PASSWORD '50%'");
    expect(await told({ POSTGRES_URL: url('meant', 'percent', '50%') })).toBe('it started');
  });

  it.each(['LATIN1', 'SQL_ASCII'])('tells that a database in %s needs to be in UTF8', async (encoding) => {
    await postgres.query('postgres', `CREATE DATABASE narrow_${encoding} ENCODING '${encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`);
    expect(await told({ POSTGRES_URL: url(`narrow_${encoding.toLowerCase()}`) })).toMatch(new RegExp(`${at}has database narrow_${encoding.toLowerCase()} in ${encoding}, .*UTF8`));
  });

  it('tells which statement lets a role make tables, and starts once it has run', async () => {
    await postgres.query('postgres', 'CREATE DATABASE guarded');
    await postgres.query('guarded', "CREATE ROLE guest LOGIN PASSWORD 'canary'");
    const guest = url('guarded', 'guest', 'canary');
    expect((await told({ POSTGRES_URL: guest }))?.split('\n')).toEqual([
      expect.stringMatching(`${at}does not let role guest make tables in schema public of database guarded; run there: GRANT CREATE ON SCHEMA public TO guest$`),
      expect.stringMatching(`${at}does not let role guest add the extension pg_trgm to database guarded; run there: GRANT CREATE ON DATABASE guarded TO guest$`),
    ]);
    await postgres.query('guarded', 'GRANT CREATE ON SCHEMA public TO guest');
    await postgres.query('guarded', 'GRANT CREATE ON DATABASE guarded TO guest');
    expect(await told({ POSTGRES_URL: guest })).toBe('it started');
    await postgres.query('guarded', 'ALTER DATABASE guarded SET default_transaction_read_only = on');
    expect(await told({ POSTGRES_URL: guest })).toMatch(new RegExp(`${at}lets role guest only read`));
  });

  it('tells of a schema that lacks migrations, and starts on one that a newer build has made', async () => {
    await postgres.query('postgres', 'CREATE DATABASE aged');
    expect(await told({ POSTGRES_URL: url('aged'), MIGRATE_ON_START: 'false' })).toMatch(/^the schema lacks \d+ migrations of this build, the first being Spine\d+; run authengine migrate/);
    expect(await told({ POSTGRES_URL: url('aged') })).toBe('it started');
    await postgres.query('aged', `INSERT INTO migrations ("timestamp", name) VALUES (9999999999999, 'FromTheFuture9999999999999')`);
    expect(await told({ POSTGRES_URL: url('aged') })).toBe('it started');
    expect(await told({ POSTGRES_URL: url('aged'), MIGRATE_ON_START: 'false' })).toBe('it started');
  });

  it('tells of a standby', async () => {
    const standby = await postgres.standby();
    try {
      expect(await told({ POSTGRES_URL: standby.url('postgres') })).toMatch(new RegExp(`^PostgreSQL at 127.0.0.1:${standby.port} \\(POSTGRES_URL\\) is a standby, which can only be read; name the primary$`));
    } finally {
      await standby.close();
    }
  });

  it('waits for one that is not there yet, and tells of every store at once', async () => {
    const [nothing, other] = [await freePort(), await freePort()];
    const began = Date.now();
    const lines = await told({ POSTGRES_URL: `postgresql://owner:canary@127.0.0.1:${nothing}/x`, MONGODB_URL: `mongodb://h:1/?unheardOf=canary`, REDIS_URL: `redis://127.0.0.1:${other}` });
    expect(Date.now() - began).toBeGreaterThanOrEqual(1_000);
    expect(lines?.split('\n')).toEqual([expect.stringMatching(`^PostgreSQL at 127.0.0.1:${nothing} \\(POSTGRES_URL\\) cannot be used: .*ECONNREFUSED`), expect.stringMatching(/^MONGODB_URL is not understood: .*unheardof/)]);
    expect(lines).not.toContain('canary');
  });

  it('waits too for one that goes away after the first look', async () => {
    await postgres.query('postgres', 'CREATE DATABASE restarted');
    const way = await TcpProxy.to(postgres.port);
    const settings = (wait: string): Settings => testSettings({ REDIS_URL: undefined, MONGODB_URL: undefined, POSTGRES_WAIT_SECONDS: wait, POSTGRES_URL: url('restarted').replace(`:${postgres.port}/`, `:${way.port}/`) });
    const stores = await openStores(settings('60'));
    way.cut();
    await expect(createApplication(settings('0'), stores.postgres)).rejects.toThrow(/terminated|ECONNRESET/);
    const starting = createApplication(settings('60'), stores.postgres);
    await way.refused(2);
    way.mend();
    await (await starting).close();
    await stores.close();
    await way.close();
  });
});

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from '../test-app.js';

const PASSWORD = 'quiet-Harbour-77';
/** PostgreSQL and PgBouncer do not run as root. */
const AS_ROOT = process.geteuid?.() === 0;

function programs(): string | undefined {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => `/usr/lib/postgresql/${version}/bin`), ...(process.env['PATH'] ?? '').split(delimiter)];
  return folders.find((folder) => existsSync(join(folder, 'initdb')));
}

function idOf(user: string, which: '-u' | '-g'): number | undefined {
  const { status, stdout } = spawnSync('id', [which, user], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
}

const BIN = programs();
const USER = AS_ROOT ? { uid: idOf('postgres', '-u'), gid: idOf('postgres', '-g') } : {};
export const hasPostgres = BIN !== undefined && (!AS_ROOT || USER.uid !== undefined);
/** Databases of an ICU locale came with version 15. */
export const hasIcuLocales = hasPostgres && Number(spawnSync(join(BIN ?? '', 'initdb'), ['--version'], { encoding: 'utf8' }).stdout.match(/(\d+)/)?.[1] ?? 0) >= 15;
export const pgbouncer = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'].map((folder) => join(folder, 'pgbouncer')).find((file) => existsSync(file));

/** A folder that only who runs PostgreSQL can enter. */
function folderOfPostgres(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `authengine-${name}-`));
  if (USER.uid !== undefined && USER.gid !== undefined) chownSync(folder, USER.uid, USER.gid);
  return folder;
}

/** Starts a program as who runs PostgreSQL. */
function spawnAsPostgres(command: string, args: readonly string[]): ChildProcess {
  return spawn(command, args, { ...withoutUndefined(USER), cwd: '/', stdio: ['ignore', 'ignore', 'ignore'] });
}

function runAsPostgres(command: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(join(BIN ?? '', command), args, { ...withoutUndefined(USER), cwd: '/', encoding: 'utf8', env: { PGPASSWORD: PASSWORD, PATH: process.env['PATH'] ?? '' } });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stdout}${stderr}`);
}

function withoutUndefined({ uid, gid }: { uid?: number | undefined; gid?: number | undefined }): { uid?: number; gid?: number } {
  return uid === undefined || gid === undefined ? {} : { uid, gid };
}

/** A PostgreSQL of the test's own, whose passwords count and which may be started, stopped and cloned. */
export class OwnPostgres {
  private child: ChildProcess | undefined;

  private constructor(
    readonly folder: string,
    readonly port: number,
  ) {}

  /** With options of `initdb` besides. */
  static async start(options: readonly string[] = []): Promise<OwnPostgres> {
    const postgres = new OwnPostgres(folderOfPostgres('postgres'), await freePort());
    const password = join(postgres.folder, 'password');
    writeFileSync(password, PASSWORD);
    chmodSync(password, 0o644);
    runAsPostgres('initdb', ['-D', postgres.data, '-U', 'owner', '-A', 'scram-sha-256', `--pwfile=${password}`, '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync', ...options]);
    await postgres.start();
    return postgres;
  }

  /** A read-only copy that follows this one. */
  async standby(): Promise<OwnPostgres> {
    const standby = new OwnPostgres(folderOfPostgres('standby'), await freePort());
    runAsPostgres('pg_basebackup', ['-D', standby.data, '-R', '-X', 'stream', '--no-sync', '-c', 'fast', '-d', this.url('postgres')]);
    await standby.start();
    return standby;
  }

  url(database: string, user = 'owner', password = PASSWORD): string {
    return `postgresql://${user}:${password}@127.0.0.1:${this.port}/${database}`;
  }

  async query<Row extends object>(database: string, text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new Client({ connectionString: this.url(database) });
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  async start(): Promise<void> {
    this.child = spawnAsPostgres(join(BIN ?? '', 'postgres'), ['-D', this.data, '-p', String(this.port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${this.folder}`, '-c', 'fsync=off', '-c', 'max_connections=60']);
    for (let i = 0; i < 600; i += 1) {
      try {
        await this.query('postgres', 'SELECT 1');
        return;
      } catch {
        await delay(50);
      }
    }
    throw new Error('PostgreSQL did not start');
  }

  async close(): Promise<void> {
    await end(this.child, 'SIGQUIT');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get data(): string {
    return join(this.folder, 'data');
  }
}

/** PgBouncer in transaction mode in front of it, with as few sessions as it is told. */
export class OwnPgBouncer {
  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(postgres: OwnPostgres, settings: Readonly<Record<string, string>> = {}): Promise<OwnPgBouncer> {
    const [folder, port] = [folderOfPostgres('pgbouncer'), await freePort()];
    const lines = Object.entries({
      listen_addr: '127.0.0.1',
      listen_port: String(port),
      unix_socket_dir: '',
      auth_type: 'plain',
      auth_file: join(folder, 'users'),
      pool_mode: 'transaction',
      default_pool_size: '3',
      max_client_conn: '200',
      ...settings,
    }).map(([name, value]) => `${name} = ${value}`);
    writeFileSync(join(folder, 'users'), `"owner" "${PASSWORD}"\n`);
    writeFileSync(join(folder, 'pgbouncer.ini'), `[databases]\n* = host=127.0.0.1 port=${postgres.port}\n[pgbouncer]\n${lines.join('\n')}\n`);
    mkdirSync(join(folder, 'log'));
    // Whatever umask an embedded store has left to this process.
    for (const name of ['users', 'pgbouncer.ini']) chmodSync(join(folder, name), 0o644);
    chmodSync(join(folder, 'log'), 0o777);
    const bouncer = new OwnPgBouncer(port, folder, spawnAsPostgres(pgbouncer ?? '', [join(folder, 'pgbouncer.ini')]));
    for (let i = 0; i < 600; i += 1) {
      const client = new Client({ connectionString: bouncer.url('postgres') });
      try {
        await client.connect();
        await client.end();
        return bouncer;
      } catch {
        await delay(50);
      }
    }
    throw new Error('PgBouncer did not start');
  }

  url(database: string): string {
    return `postgresql://owner:${PASSWORD}@127.0.0.1:${this.port}/${database}`;
  }

  async close(): Promise<void> {
    await end(this.child, 'SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

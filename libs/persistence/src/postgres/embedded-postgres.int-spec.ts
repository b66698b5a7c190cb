import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migratedDataFolder } from '@authengine/testing';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';

const NOBODY = 65_534;
const asRoot = process.geteuid?.() === 0;

function everythingIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
}

/** What another user of the machine gets from a command. */
function asNobody(command: string, ...args: string[]): { readonly done: boolean; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { uid: NOBODY, gid: NOBODY, cwd: '/', encoding: 'utf8' });
  return { done: status === 0, said: `${stdout}${stderr}` };
}

describe('the embedded Postgres in a folder that an earlier version left open to every user', () => {
  let parent: string;
  let folder: string;
  let postgres: EmbeddedPostgres;
  let mask: number;

  beforeAll(async () => {
    parent = mkdtempSync(join(tmpdir(), 'authengine-open-'));
    chmodSync(parent, 0o755);
    folder = join(parent, 'data');
    const made = await migratedDataFolder();
    mkdirSync(folder, { mode: 0o755 });
    spawnSync('cp', ['-R', join(made, 'postgres'), folder]);
    rmSync(made, { recursive: true });
    for (const path of [folder, ...everythingIn(folder)]) chmodSync(path, lstatSync(path).isDirectory() ? 0o777 : 0o666);
    mask = process.umask(0);
    postgres = await startEmbeddedPostgres({ folder });
    if (postgres.address.kind !== 'embedded') throw new Error('not embedded');
    const client = new Client({ host: postgres.address.host, port: postgres.address.port, user: 'postgres', database: 'postgres' });
    await client.connect();
    await client.query('CREATE TABLE secrets (text text)');
    await client.query("INSERT INTO secrets SELECT repeat('x', 1000) FROM generate_series(1, 2000)");
    await client.query('CHECKPOINT');
    await client.end();
  });
  afterAll(async () => {
    await postgres.close();
    process.umask(mask);
    rmSync(parent, { recursive: true, force: true });
  });

  it('closes the folder, every file in it, its socket, and what it writes from then on', () => {
    const open = [folder, ...everythingIn(folder)].filter((path) => (lstatSync(path).mode & 0o077) !== 0);
    expect(open).toEqual([]);
    expect(everythingIn(folder).some((path) => path.endsWith('.s.PGSQL.5432'))).toBe(true);
  });

  // Only root may become somebody else.
  (asRoot ? it : it.skip)('lets no other user list it, read it or connect to it', () => {
    const socket = join(folder, '.s.PGSQL.5432');
    expect(asNobody('/bin/ls', parent)).toMatchObject({ done: true });
    expect(asNobody('/bin/ls', folder)).toMatchObject({ done: false, said: expect.stringContaining('Permission denied') as string });
    expect(asNobody('/bin/cat', join(folder, 'postgres', 'PG_VERSION'))).toMatchObject({ done: false });
    const connecting = `require('node:net').connect(${JSON.stringify(socket)}).on('connect', () => process.exit(0)).on('error', (error) => { console.log(error.code); process.exit(1); })`;
    expect(asNobody(process.execPath, '-e', connecting)).toMatchObject({ done: false, said: expect.stringMatching(/EACCES/) as string });
  });
});

describe('an embedded Postgres whose files are broken', () => {
  it('is told of in one line that says where they are', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'authengine-broken-'));
    mkdirSync(join(folder, 'postgres'));
    writeFileSync(join(folder, 'postgres', 'PG_VERSION'), 'garbage');
    await expect(startEmbeddedPostgres({ folder })).rejects.toMatchObject({ name: 'StoreFault', message: expect.stringMatching(/^the embedded PostgreSQL in .*postgres cannot be opened \(.*\); restore AUTHENGINE_DATA_DIR from a backup, or move .* away/) as string });
    // The folder is nobody's then.
    expect(readdirSync(folder)).toEqual(['postgres']);
  });
});

// PostgreSQL of the torture's own.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Client } from 'pg';
import { openStore } from './stores.mjs';
import { openWay } from './way.mjs';

const folders = () => (process.env.PATH ?? '').split(delimiter);
const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').sort((a, b) => Number(b) - Number(a)) : [];
const programs = [...versions.map((version) => `/usr/lib/postgresql/${version}/bin`), ...folders()].find((folder) => existsSync(join(folder, 'initdb')));
// PostgreSQL does not run as root.
const asPostgres = process.geteuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};

/** Why there can be no torture on this machine; null where there can. */
export function missing() {
  if (programs === undefined || ('uid' in asPostgres && asPostgres.uid === undefined)) return 'there is no PostgreSQL (Debian: postgresql)';
  return folders().some((folder) => existsSync(join(folder, 'redis-server'))) ? null : 'there is no redis-server';
}

export async function openPostgres(folder) {
  const server = await openServer(await madeIn(join(folder, 'postgres')));
  return {
    ...server,
    ...reached(() => server.port),
    faults: () => ({
      'PostgreSQL killed, and started again': async () => {
        await server.kill();
        return () => server.start();
      },
      'PostgreSQL takes no writes': async () => {
        await ask(server.port, 'ALTER SYSTEM SET default_transaction_read_only = on', 'SELECT pg_reload_conf()');
        return () => ask(server.port, 'SET default_transaction_read_only = off', 'ALTER SYSTEM RESET default_transaction_read_only', 'SELECT pg_reload_conf()');
      },
      'PostgreSQL has no connection left': () => allTaken(server.port),
    }),
  };
}

export function reached(port) {
  return { openWay: () => openWay(port()), url: (way) => `postgresql://owner@127.0.0.1:${way.port}/postgres` };
}

/** A new empty database. */
export async function madeIn(data) {
  mkdirSync(data);
  if (asPostgres.uid !== undefined) chownSync(data, asPostgres.uid, asPostgres.gid);
  run('initdb', ['-D', data, '-U', 'owner', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']);
  return data;
}

/** A copy of a server that runs; as a server of its own it follows that one. */
export async function copiedTo(data, from) {
  mkdirSync(data, { mode: 0o700 });
  if (asPostgres.uid !== undefined) chownSync(data, asPostgres.uid, asPostgres.gid);
  await runBeside('pg_basebackup', ['-h', '127.0.0.1', '-p', String(from), '-U', 'owner', '-D', data, '-X', 'stream', '-c', 'fast', '-R', '--no-sync']);
  return data;
}

export async function openServer(data, settings = []) {
  const args = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', ...settings].flatMap((setting) => ['-c', setting]);
  // A kill loses nothing that was written to the system, so a test need not wait for the disk.
  const store = await openStore((port) => spawn(join(programs, 'postgres'), ['-D', data, '-p', String(port), ...args, '-c', 'fsync=off'], { ...asPostgres, cwd: '/', stdio: 'ignore' }), 'SIGQUIT');
  return { ...store, promote: () => runBeside('pg_ctl', ['promote', '-D', data, '-w', '-t', '30']) };
}

async function connected(port) {
  const client = new Client({ connectionString: `postgresql://owner@127.0.0.1:${port}/postgres` });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function ask(port, ...statements) {
  const client = await connected(port);
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** By somebody else; most of the nodes' own are ended meanwhile. */
async function allTaken(port) {
  const taken = [];
  const takeTheRest = async () => {
    for (let client; (client = await connected(port).catch(() => undefined)); ) taken.push(client);
  };
  await takeTheRest();
  await taken[0]?.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'authengine' AND random() < 0.7");
  await takeTheRest();
  return () => Promise.all(taken.map((client) => client.end().catch(() => undefined)));
}

function run(program, args) {
  const made = spawnSync(join(programs, program), args, { ...asPostgres, cwd: '/', encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`${program}: ${made.stdout}${made.stderr}`);
}

/** The torture goes on meanwhile. */
async function runBeside(program, args) {
  const child = spawn(join(programs, program), args, { ...asPostgres, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => child.on('exit', resolve));
  if (code !== 0) throw new Error(`${program}: ${output}`);
}

function idOf(which) {
  const { status, stdout } = spawnSync('id', [which, 'postgres'], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
}

// A PostgreSQL of the bench's own: a new database on the server that is named, else a server from this machine's
// packages on a temporary folder, else none, which leaves the one inside the product.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { cpuSecondsOf } from '../servers.mjs';

const root = join(import.meta.dirname, '../..');

/** `url` is undefined where there is no PostgreSQL to be had; `close` leaves nothing behind. */
export async function openPostgres() {
  const named = process.env.POSTGRES_URL || process.env.TEST_POSTGRES_URL;
  const server = named ? { url: named, close: () => undefined } : await startPackaged();
  if (!server.url) return { ...server, about: `embedded, in the server's process (${server.reason})` };
  // Never the database that was named: it is somebody's.
  const name = `authengine_bench_${randomBytes(6).toString('hex')}`;
  await administer(server.url, `CREATE DATABASE ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    about: `PostgreSQL ${await versionOf(url.href)}, ${named ? 'the server that was named' : 'started for this run'}`,
    close: async () => {
      await administer(server.url, `DROP DATABASE ${name} WITH (FORCE)`).catch(() => undefined);
      await server.close();
    },
  };
}

/** As CI starts one, by the same script, but without installing anything. The shell stops it when its input ends. */
async function startPackaged() {
  const script = `set -u; reason=; . .ci/stores; debian_package() { reason='no PostgreSQL on this machine'; return 2; }
    stores_open; trap stores_close EXIT; store_postgres >&2 && echo "url $TEST_POSTGRES_URL" || echo "none $reason"; read -r _`;
  const shell = spawn('bash', ['-c', script], { cwd: root, stdio: ['pipe', 'pipe', 'ignore'] });
  const failed = once(shell, 'error').then(([error]) => `none ${error.message}`);
  const [line] = await Promise.race([once(createInterface(shell.stdout), 'line'), failed.then((text) => [text])]);
  const [, kind, rest] = /^(\w+) (.*)$/.exec(line);
  const close = async () => {
    if (shell.exitCode !== null || shell.pid === undefined) return;
    const ended = once(shell, 'exit');
    shell.stdin.end();
    await ended;
  };
  if (kind === 'url') return { url: rest, close };
  await close();
  return { url: undefined, reason: rest, close: () => undefined };
}

/** A function that tells how many seconds of CPU the server's processes have used so far; 0 where it cannot be seen from here. */
export async function postgresCpu(url) {
  try {
    if (!['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname)) return () => 0;
    const parent = await withClient({ connectionString: url }, async (client) => {
      const { pid } = (await client.query('SELECT pg_backend_pid() AS pid')).rows[0];
      return Number(/^.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))[1]);
    });
    const children = () => readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ');
    return () => children().reduce((sum, pid) => sum + (cpuSecondsOf(pid) ?? 0), cpuSecondsOf(parent, { children: true }) ?? 0);
  } catch {
    return () => 0;
  }
}

export async function withClient(config, work) {
  const client = new Client(config);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function administer(url, statement) {
  return withClient({ connectionString: url }, (client) => client.query(statement));
}

function versionOf(url) {
  return withClient({ connectionString: url }, async (client) => (await client.query('SHOW server_version')).rows[0].server_version.split(' ')[0]);
}

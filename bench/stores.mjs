// Stores of the bench's own: a new database on the PostgreSQL that is named, else servers from this machine's packages
// on a temporary folder, else none, which leaves those inside the product.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { cpuSecondsOf, onLoadsCore } from './servers.mjs';

const root = join(import.meta.dirname, '..');

/**
 * `postgresUrl` is undefined where there is no PostgreSQL to be had, `redisUrl` where there is no Redis or none was
 * asked for; `close` leaves nothing behind.
 */
export async function openStores({ redis = false } = {}) {
  const named = process.env.POSTGRES_URL || process.env.TEST_POSTGRES_URL;
  const namedRedis = redis ? process.env.REDIS_URL || process.env.TEST_REDIS_URL : undefined;
  const servers = await startServers({ TEST_POSTGRES_URL: named ?? '', TEST_REDIS_URL: namedRedis ?? '' }, { redis });
  const { postgresUrl: server, redisUrl } = servers;
  if (!server) {
    await servers.close();
    return { about: `embedded, in the server's process (${servers.reason})`, close: () => undefined };
  }
  // Never the database that was named: it is somebody's.
  const name = `authengine_bench_${randomBytes(6).toString('hex')}`;
  await administer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    postgresUrl: url.href,
    redisUrl,
    about: `PostgreSQL ${await versionOf(url.href)}${redisUrl ? ' and Redis' : ''}, ${named ? 'the server that was named' : 'started for this run'}`,
    close: async () => {
      await administer(server, `DROP DATABASE ${name} WITH (FORCE)`).catch(() => undefined);
      await servers.close();
    },
  };
}

/** Those that are not named, as CI starts them and by the same script, but without installing anything. The shell stops them when its input ends. */
async function startServers(named, { redis }) {
  const script = `set -u; reason=; . .ci/stores; debian_package() { reason="no $1 on this machine"; return 2; }
    stores_open; trap stores_close EXIT
    if store_postgres >&2 && ${redis ? 'store_redis >&2' : 'true'}; then echo "$TEST_POSTGRES_URL \${TEST_REDIS_URL:-}"; else echo "none $reason"; fi; read -r _`;
  const [command, ...args] = onLoadsCore(['bash', '-c', script]);
  const shell = spawn(command, args, { cwd: root, env: { ...process.env, ...named }, stdio: ['pipe', 'pipe', 'ignore'] });
  const failed = once(shell, 'error').then(([error]) => `none ${error.message}`);
  const [line] = await Promise.race([once(createInterface(shell.stdout), 'line'), failed.then((text) => [text])]);
  const close = async () => {
    if (shell.exitCode !== null || shell.pid === undefined) return;
    const ended = once(shell, 'exit');
    shell.stdin.end();
    await ended;
  };
  const [first, ...rest] = line.trim().split(' ');
  return first === 'none' ? { reason: rest.join(' '), close } : { postgresUrl: first, redisUrl: rest[0], close };
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

// A PostgreSQL and a Redis of the torture's own, from this machine's packages, which it kills, pauses and starts again.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const START_MS = 30_000;
const FORGET = "for _, id in ipairs(ARGV) do for _, key in ipairs(redis.call('KEYS', 'ae*' .. id .. '*')) do redis.call('DEL', key) end end return 1";
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
  const data = join(folder, 'postgres');
  mkdirSync(data);
  if (asPostgres.uid !== undefined) chownSync(data, asPostgres.uid, asPostgres.gid);
  const made = spawnSync(join(programs, 'initdb'), ['-D', data, '-U', 'owner', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'], { ...asPostgres, cwd: '/', encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb: ${made.stdout}${made.stderr}`);
  const args = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200'];
  // A kill loses nothing that was written to the system, so a test need not wait for the disk.
  return openStore((port) => spawn(join(programs, 'postgres'), ['-D', data, '-p', String(port), ...args, '-c', 'fsync=off'], { ...asPostgres, cwd: '/', stdio: 'ignore' }), 'SIGQUIT');
}

export async function openRedis(folder) {
  const data = join(folder, 'redis');
  mkdirSync(data);
  const redis = await openStore((port) => spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', data], { stdio: 'ignore' }), 'SIGKILL');
  const dump = join(data, 'dump.rdb');
  return {
    ...redis,
    command: (...words) => redisCommand(redis.port, words),
    /** Drops the cache about these ids, as a Redis does that needs room. */
    forget: (ids) => redisCommand(redis.port, ['EVAL', FORGET, '0', ...ids]),
    /** Keeps what it holds now, for `putBack` after a later kill. */
    async save() {
      await redisCommand(redis.port, ['SAVE']);
      copyFileSync(dump, `${dump}.kept`);
      rmSync(dump);
    },
    putBack: () => copyFileSync(`${dump}.kept`, dump),
    empty: () => rmSync(dump, { force: true }),
  };
}

async function openStore(start, signal) {
  const port = await freePort();
  let child = start(port);
  // When the torture itself is ended, nothing it started stays.
  process.once('exit', () => child.kill('SIGKILL'));
  await answers(port, child);
  return {
    port,
    async kill() {
      const ended = once(child, 'exit');
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGCONT');
      child.kill(signal);
      await ended;
    },
    async start() {
      child = start(port);
      await answers(port, child);
    },
    pause: () => child.kill('SIGSTOP'),
    goOn: () => child.kill('SIGCONT'),
  };
}

async function answers(port, child) {
  for (const end = Date.now() + START_MS; Date.now() < end && child.exitCode === null; await sleep(25)) {
    const socket = connect(port, '127.0.0.1');
    const came = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false, () => false)]).catch(() => false);
    socket.destroy();
    if (came) return;
  }
  child.kill('SIGKILL');
  throw new Error(`a store did not start (it ended with ${child.exitCode})`);
}

/** One command in RESP; resolves when the first bytes of an answer are there. */
async function redisCommand(port, words) {
  const socket = connect(port, '127.0.0.1');
  try {
    socket.write(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`);
    // A server that is killed ends its connections without an error.
    const gone = once(socket, 'close').then(() => Promise.reject(new Error('Redis closed the connection')));
    const [bytes] = await Promise.race([once(socket, 'data'), gone]);
    if (bytes[0] === 45) throw new Error(`Redis: ${bytes}`);
  } finally {
    socket.destroy();
  }
}

function idOf(which) {
  const { status, stdout } = spawnSync('id', [which, 'postgres'], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
}

export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

// Redis servers of the torture's own, and what it does to them from outside.
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { openStore } from './stores.mjs';
import { openWay } from './way.mjs';

/** A single server. `dump`: the file whose content it starts with. */
export async function openRedis(folder, { dump } = {}) {
  const server = await openServer(folder, { dump });
  const file = join(server.folder, 'dump.rdb');
  const all = commandsFor(() => [server]);
  /** Keeps what it holds now, and says in which file. */
  const save = async () => {
    await server.command('SAVE');
    copyFileSync(file, `${file}.kept`);
    rmSync(file);
    return `${file}.kept`;
  };
  return { ...server, ...all, save, openWay: () => openWay(server.port), url: (way) => `redis://127.0.0.1:${way.port}/0`, faults: (draw) => faultsOf(server, { file, save, draw, flush: all.flush }) };
}

function faultsOf(server, { file, save, draw, flush }) {
  let saved = false;
  return {
    'Redis killed, and started empty': async () => {
      await server.kill();
      rmSync(file, { force: true });
      return () => server.start();
    },
    'Redis paused': async () => {
      server.pause();
      return async () => server.goOn();
    },
    'Redis emptied': emptied(flush, draw),
    'Redis takes no writes': async () => {
      // It holds more than a byte already, and has no replica.
      const setting = draw.one(['maxmemory', 'min-replicas-to-write']);
      await server.command('CONFIG', 'SET', setting, '1');
      return async () => server.command('CONFIG', 'SET', setting, '0');
    },
    'Redis busy with a script': async () => {
      await server.command('CONFIG', 'SET', 'busy-reply-threshold', '5');
      // It ends as an error, once it is killed.
      server.command('EVAL', 'while true do end', '0').catch(() => undefined);
      return async () => server.command('SCRIPT', 'KILL');
    },
    'Redis restored from an older dump': async () => {
      if (!saved) await save();
      saved = true;
      await sleep(draw.between(200, 1_500));
      await server.kill();
      copyFileSync(`${file}.kept`, file);
      await server.start();
      await save();
      return async () => undefined;
    },
  };
}

export const emptied = (flush, draw) => async () => {
  for (let i = draw.between(1, 4); i > 0; i -= 1) {
    await flush();
    await sleep(draw.between(5, 400));
  }
  return async () => undefined;
};

export async function openServer(folder, { dump, args = [], below } = {}) {
  mkdirSync(folder);
  if (dump) copyFileSync(dump, join(folder, 'dump.rdb'));
  const store = await openStore((port) => spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder, ...args], { stdio: 'ignore' }), 'SIGKILL', { below });
  return { ...store, folder, command: (...words) => valueOf(store.port, words) };
}

/** What is done to the data, wherever it is: `servers` names all that may hold some of it. */
export function commandsFor(servers) {
  const each = async (work) => (await Promise.all((await servers()).map(work))).flat();
  const named = (server, ids) => Promise.all(ids.map((id) => server.command('KEYS', `ae*${id}*`))).then((found) => found.flat());
  return {
    flush: () => each((server) => server.command('FLUSHALL')),
    /** Drops the cache about these ids, as a Redis does that needs room. */
    forget: (ids) => each(async (server) => Promise.all((await named(server, ids)).map((key) => server.command('DEL', key)))),
    /** Whether it has something in the cache about any of these ids. */
    holds: async (ids) => (await each((server) => named(server, ids))).length > 0,
    /** Everything that it holds, for `putBackInPlace`. */
    copy: () => each(async (server) => Promise.all((await server.command('KEYS', '*')).map(async (key) => ({ server, key, value: await server.command('DUMP', key), ttl: await server.command('PTTL', key) })))),
    /** As somebody restores a backup into a server that runs: it is emptied and filled in one step. */
    putBackInPlace: async (copy) =>
      each((server) => {
        const mine = copy.filter((entry) => entry.server === server && entry.value);
        return withClient(server.port, (client) => mine.reduce((all, { key, ttl, value }) => all.restore(key, Math.max(ttl, 0), value), client.multi().flushall()).exec());
      }),
  };
}

/** The answer to one command. */
export const valueOf = (port, [name, ...words]) => withClient(port, (client) => client[name === 'DUMP' ? 'callBuffer' : 'call'](name, ...words));

/** A connection for each, since the server may be gone. */
async function withClient(port, work) {
  const client = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => null, commandTimeout: 5_000, enableReadyCheck: false });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    client.disconnect();
  }
}

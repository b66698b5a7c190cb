// A primary, two replicas and three Sentinels.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandsFor, emptied, openServer, valueOf } from './redis.mjs';
import { openStore } from './stores.mjs';
import { openWays } from './ways.mjs';

const NAME = 'torture';
const DOWN_AFTER_MS = 1_000;
const FAILOVER_MS = 40_000;

export async function openSentinel(folder) {
  mkdirSync(folder);
  const servers = [await openServer(join(folder, 'redis-1'))];
  const [{ port: first }] = servers;
  for (const name of ['redis-2', 'redis-3']) servers.push(await openServer(join(folder, name), { args: ['--replicaof', '127.0.0.1', String(first), '--repl-diskless-sync-delay', '0'] }));
  const sentinels = [];
  for (const name of ['sentinel-1', 'sentinel-2', 'sentinel-3']) sentinels.push(await openOneSentinel(join(folder, name), first));
  await until(async () => (await Promise.all(sentinels.map(wellConnected))).every(Boolean));

  const primary = async () => {
    for (const sentinel of sentinels) {
      const [, port] = await sentinel.command('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME);
      const found = servers.find((server) => server.port === Number(port));
      if (found) return found;
    }
    throw new Error('no Sentinel knows the primary');
  };
  const failedOver = async (from) => until(async () => (await primary()) !== from && /role:master/.test(await (await primary()).command('INFO', 'replication')));
  const onPrimary = commandsFor(async () => [await primary()]);
  const faults = (draw) => ({
    'the primary Redis killed, and a replica promoted': async () => {
      const old = await primary();
      await old.kill();
      await failedOver(old);
      return () => old.start();
    },
    'the primary Redis paused until it is deposed, and back': async () => {
      const old = await primary();
      old.pause();
      await failedOver(old);
      return async () => old.goOn();
    },
    'a failover of Redis by command': async () => {
      const old = await primary();
      // Refused while an earlier one is under way.
      await until(async () => (await sentinels[0].command('SENTINEL', 'FAILOVER', NAME).catch(() => '')) === 'OK');
      await failedOver(old);
      return async () => undefined;
    },
    'the replicas lag, the primary Redis is killed, and one of them promoted': async () => {
      const old = await primary();
      const others = servers.filter((server) => server !== old);
      for (const server of others) server.pause();
      await sleep(draw.between(200, 700));
      await old.kill();
      for (const server of others) server.goOn();
      await failedOver(old);
      return () => old.start();
    },
    'the primary Redis paused': async () => {
      const old = await primary();
      old.pause();
      return async () => old.goOn();
    },
    'the primary Redis emptied': emptied(onPrimary.flush, draw),
  });
  return {
    ...onPrimary,
    faults,
    openWay: () => openWays([...sentinels, ...servers].map(({ port }) => port)),
    url: ({ ports }) => `redis+sentinel://${ports.slice(0, sentinels.length).map((port) => `127.0.0.1:${port}`).join(',')}/${NAME}/0`,
    kill: () => Promise.all([...sentinels, ...servers].map((server) => server.kill())),
  };
}

async function openOneSentinel(folder, primaryPort) {
  mkdirSync(folder);
  const file = join(folder, 'sentinel.conf');
  const settings = [`sentinel monitor ${NAME} 127.0.0.1 ${primaryPort} 2`, `sentinel down-after-milliseconds ${NAME} ${DOWN_AFTER_MS}`, `sentinel failover-timeout ${NAME} 4000`, `dir ${folder}`];
  writeFileSync(file, `${settings.join('\n')}\n`);
  const store = await openStore((port) => spawn('redis-server', [file, '--sentinel', '--port', String(port), '--bind', '127.0.0.1'], { stdio: 'ignore' }), 'SIGKILL');
  return { ...store, command: (...words) => valueOf(store.port, words) };
}

/** It has found the replicas and the other Sentinels. */
async function wellConnected(sentinel) {
  const facts = await sentinel.command('SENTINEL', 'MASTER', NAME);
  const fact = (name) => Number(facts[facts.indexOf(name) + 1]);
  return fact('num-slaves') >= 2 && fact('num-other-sentinels') >= 2;
}

async function until(holds) {
  for (const end = Date.now() + FAILOVER_MS; Date.now() < end; await sleep(50)) if (await holds().catch(() => false)) return;
  throw new Error(`what the Sentinels were asked for was not done in ${FAILOVER_MS} ms`);
}

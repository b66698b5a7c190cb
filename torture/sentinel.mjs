// A primary, two replicas and three Sentinels.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { patience } from './patience.mjs';
import { commandsFor, emptied, openServer, valueOf } from './redis.mjs';
import { openStore } from './stores.mjs';
import { openWays } from './ways.mjs';

const NAME = 'torture';
const DOWN_AFTER_MS = 1_000;
const FAILOVER_MS = 40_000;
/** A Sentinel that did not run for two seconds does nothing for half a minute (its "tilt"); on a busy machine that comes. */
const TILT_MS = 30_000;

export async function openSentinel(folder) {
  mkdirSync(folder);
  const servers = [await openServer(join(folder, 'redis-1'))];
  const [{ port: first }] = servers;
  for (const name of ['redis-2', 'redis-3']) servers.push(await openServer(join(folder, name), { args: ['--replicaof', '127.0.0.1', String(first), '--repl-diskless-sync-delay', '0'] }));
  const sentinels = [];
  for (const name of ['sentinel-1', 'sentinel-2', 'sentinel-3']) sentinels.push(await openOneSentinel(join(folder, name), first));
  const named = async (sentinel) => {
    const [, port] = await sentinel.command('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME);
    return servers.find((server) => server.port === Number(port));
  };
  /** By the word of two, as theirs is enough for a failover. */
  const primary = async () => {
    const words = (await Promise.allSettled(sentinels.map(named))).flatMap(({ value }) => (value ? [value] : []));
    const found = words.find((server, i) => words.indexOf(server) < i);
    if (!found) throw new Error('no two Sentinels name the same primary');
    return found;
  };
  const replication = async (server) => server.command('INFO', 'replication');
  /** All name the same primary, and there is a replica that follows it and can take over. */
  const whole = async () => {
    const [first, ...others] = await Promise.all(sentinels.map(named));
    return others.every((server) => server === first) && (await replication(first)).includes('state=online');
  };
  const chosen = async () => {
    await until('whole again', whole);
    return primary();
  };
  const failedOver = async (from) => until('failed over', async () => (await primary()) !== from && /role:master/.test(await replication(await primary())));

  /** What each Sentinel says of the primary and of itself, for whoever must find out why nothing came of it. */
  const told = async () => (await Promise.allSettled(sentinels.map(async (sentinel) => {
    const facts = await sentinel.command('SENTINEL', 'MASTER', NAME);
    return `${facts[facts.indexOf('port') + 1]} ${facts[facts.indexOf('flags') + 1]} ${/sentinel_tilt:\d/.exec(await sentinel.command('INFO', 'sentinel'))}`;
  }))).map(({ value, reason }) => value ?? reason.message).join('; ');
  async function until(what, holds) {
    for (const end = Date.now() + TILT_MS + patience(FAILOVER_MS); Date.now() < end; await sleep(50)) if (await holds().catch(() => false)) return;
    throw new Error(`the Sentinels were not ${what} in time: ${await told()}`);
  }
  await until('found one another', async () => (await Promise.all(sentinels.map(wellConnected))).every(Boolean));
  const onPrimary = commandsFor(async () => [await primary()]);
  const faults = (draw) => ({
    'the primary Redis killed, and a replica promoted': async () => {
      const old = await chosen();
      await old.kill();
      await failedOver(old);
      return () => old.start();
    },
    'the primary Redis paused until it is deposed, and back': async () => {
      const old = await chosen();
      old.pause();
      await failedOver(old);
      return async () => old.goOn();
    },
    'a failover of Redis by command': async () => {
      const old = await chosen();
      // Refused while an earlier one is under way.
      await until('asked', async () => (await sentinels[0].command('SENTINEL', 'FAILOVER', NAME).catch(() => '')) === 'OK');
      await failedOver(old);
      return async () => undefined;
    },
    'the replicas lag, the primary Redis is killed, and one of them promoted': async () => {
      const old = await chosen();
      const others = servers.filter((server) => server !== old);
      for (const server of others) server.pause();
      await sleep(draw.between(200, 700));
      await old.kill();
      for (const server of others) server.goOn();
      await failedOver(old);
      return () => old.start();
    },
    'the primary Redis paused': async () => {
      const old = await chosen();
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

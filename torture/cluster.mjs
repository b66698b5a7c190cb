// A Redis Cluster of three primaries, each with a replica.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandsFor, openServer } from './redis.mjs';
import { openWays } from './ways.mjs';

const PRIMARIES = 3;
const NODE_TIMEOUT_MS = 1_500;
const PATIENCE_MS = 40_000;

export async function openCluster(folder) {
  mkdirSync(folder);
  const servers = [];
  // The Cluster talks at a port 10000 above, so these must be low enough.
  for (let i = 1; i <= 2 * PRIMARIES; i += 1) {
    servers.push(await openServer(join(folder, `redis-${i}`), { args: ['--cluster-enabled', 'yes', '--cluster-config-file', 'nodes.conf', '--cluster-node-timeout', String(NODE_TIMEOUT_MS), '--repl-diskless-sync-delay', '0'], below: 50_000 }));
  }
  const addresses = servers.map(({ port }) => `127.0.0.1:${port}`);
  await redisCli(['--cluster', 'create', ...addresses, '--cluster-replicas', '1', '--cluster-yes']);
  await until(whole);

  /** What each server says of itself: its id, whether it is a primary, and how many slots it has. */
  async function facts(server) {
    const mine = (await server.command('CLUSTER', 'NODES')).split('\n').find((line) => line.includes('myself'))?.split(' ') ?? [];
    return { server, id: mine[0], primary: (mine[2] ?? '').includes('master'), of: mine[3], slots: mine.slice(8).filter((range) => !range.startsWith('[')).length };
  }
  async function all() {
    const found = await Promise.allSettled(servers.map(facts));
    return found.flatMap(({ value }) => (value ? [value] : []));
  }
  const primaries = async () => (await all()).filter(({ primary, slots }) => primary && slots > 0);
  /** Every server that answers says that all slots are served, and every primary has a replica. */
  async function whole() {
    const told = await Promise.all(servers.map((server) => server.command('CLUSTER', 'INFO')));
    const present = await all();
    const served = present.filter(({ primary, slots }) => primary && slots > 0);
    return told.every((info) => info.includes('cluster_state:ok')) && served.length === PRIMARIES && served.every(({ id }) => present.some(({ of }) => of === id));
  }
  const replicaOf = async (id) => (await all()).find(({ of }) => of === id)?.server;
  const takesOver = (server) => until(async () => (await facts(server)).primary && (await server.command('CLUSTER', 'INFO')).includes('cluster_state:ok'));
  /** The primary, and who will take over from it. */
  const chosen = async (draw) => {
    await until(whole);
    const { server, id } = draw.one(await primaries());
    return { server, replica: await replicaOf(id) };
  };

  const everywhere = commandsFor(async () => (await primaries()).map(({ server }) => server));
  const faults = (draw) => ({
    'a primary of the Cluster killed, and its replica promoted': async () => {
      const { server, replica } = await chosen(draw);
      await server.kill();
      await takesOver(replica);
      return () => server.start();
    },
    'a primary of the Cluster paused until it is deposed, and back': async () => {
      const { server, replica } = await chosen(draw);
      server.pause();
      await takesOver(replica);
      return async () => server.goOn();
    },
    'a replica lags, its primary is killed, and it is promoted': async () => {
      const { server, replica } = await chosen(draw);
      replica.pause();
      await sleep(draw.between(200, 700));
      await server.kill();
      replica.goOn();
      await takesOver(replica);
      return () => server.start();
    },
    'a failover of the Cluster by command': async () => {
      const { replica } = await chosen(draw);
      await replica.command('CLUSTER', 'FAILOVER');
      await takesOver(replica);
      return async () => undefined;
    },
    'a replica takes over without asking': async () => {
      const { replica } = await chosen(draw);
      await replica.command('CLUSTER', 'FAILOVER', 'TAKEOVER');
      await takesOver(replica);
      return async () => undefined;
    },
    'slots of the Cluster moved': async () => {
      await until(whole);
      const [from, to] = (await primaries()).sort(() => draw.next() - 0.5);
      await redisCli(['--cluster', 'reshard', `127.0.0.1:${from.server.port}`, '--cluster-from', from.id, '--cluster-to', to.id, '--cluster-slots', String(draw.between(200, 1_200)), '--cluster-yes']);
      return async () => undefined;
    },
    'a primary of the Cluster emptied': async () => {
      const { server } = await chosen(draw);
      await server.command('FLUSHALL');
      return async () => undefined;
    },
  });
  return {
    ...everywhere,
    faults,
    openWay: () => openWays(servers.map(({ port }) => port)),
    url: ({ ports }) => `redis+cluster://${ports.map((port) => `127.0.0.1:${port}`).join(',')}`,
    kill: () => Promise.all(servers.map((server) => server.kill())),
  };
}

/** The torture goes on meanwhile. */
async function redisCli(words) {
  const child = spawn('redis-cli', words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output = (output + chunk).slice(-4_000)));
  const code = await new Promise((resolve) => child.on('exit', resolve));
  if (code !== 0) throw new Error(`redis-cli ${words.slice(0, 2).join(' ')}: ${output}`);
}

async function until(holds) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) if (await holds().catch(() => false)) return;
  throw new Error(`what the Cluster was asked for was not done in ${PATIENCE_MS} ms`);
}

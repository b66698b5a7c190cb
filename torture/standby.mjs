// A PostgreSQL whose commits wait for a standby. When the primary is killed, the standby is promoted and gets a standby of
// its own; the ways of the nodes keep their address and lead to it, as a balancer or a virtual address does.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { copiedTo, madeIn, openServer, reached } from './postgres.mjs';
import { openWay as openLink } from './way.mjs';

const PATIENCE_MS = 40_000;
const WAITS = ['synchronous_standby_names=*'];

export async function openStandby(folder) {
  mkdirSync(folder);
  const ways = [];
  let number = 1;
  // As a standby it waits for nobody; once promoted, it does.
  let primary = await openServer(await madeIn(join(folder, 'server-1')), WAITS);
  /** The standby follows by it. */
  let link;
  let standby = await follower();
  const { openWay, url } = reached(() => primary.port);

  async function follower() {
    link?.close();
    link = await openLink(primary.port);
    const server = await openServer(await copiedTo(join(folder, `server-${(number += 1)}`), link.port), WAITS);
    await until(async () => (await one(primary.port, "SELECT count(*) AS n FROM pg_stat_replication WHERE sync_state = 'sync'")).n === '1');
    return server;
  }
  async function failOver() {
    await primary.kill();
    await standby.promote();
    primary = standby;
    for (const way of ways) way.lead(primary.port, { keepsClients: false });
    standby = await follower();
  }

  return {
    get port() {
      return primary.port;
    },
    url,
    async openWay() {
      const way = await openWay();
      ways.push(way);
      return way;
    },
    faults: (draw) => ({
      'the primary PostgreSQL killed, and its standby promoted': async () => {
        await failOver();
        return async () => undefined;
      },
      'the standby of PostgreSQL paused': async () => {
        standby.pause();
        return async () => standby.goOn();
      },
      'the standby of PostgreSQL cut off, then the primary killed, and the standby promoted': async () => {
        link.cut();
        await sleep(draw.between(200, 6_000));
        await failOver();
        return async () => undefined;
      },
    }),
    async kill() {
      link.close();
      await Promise.all([primary.kill(), standby.kill()]);
    },
  };
}

async function one(port, text) {
  const client = new Client({ host: '127.0.0.1', port, user: 'owner', database: 'postgres' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(text)).rows[0];
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function until(holds) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) if (await holds().catch(() => false)) return;
  throw new Error(`no standby followed in ${PATIENCE_MS} ms`);
}

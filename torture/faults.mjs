// What goes wrong, one thing after another, in an order that the seed decides.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { canStep } from './clock.mjs';
import { patience } from './patience.mjs';

const RECOVERY_MS = 10_000;
/** What the tokens of a scene outlive. */
const MOST_SECONDS = 60;
/** So long until a stepped clock is seen. */
const CLOCK_MS = 1_100;

/** @param only of the kinds those whose name contains this */
export function faults({ nodes, redis, postgres, history, draw, probe, only = '' }) {
  const someone = () => draw.one(nodes);
  const slow = (of, to, most) => async () => {
    const ways = draw.next() < 0.3 ? nodes.map(({ ways }) => ways[to]) : [of().ways[to]];
    for (const way of ways) way.delayMs = draw.between(10, most);
    return async () => ways.forEach((way) => (way.delayMs = 0));
  };
  const cut = (to) => async () => {
    const { ways } = someone();
    ways[to].cut();
    return async () => ways[to].mend();
  };
  const all = {
    ...redis.faults(draw),
    ...postgres.faults(draw),
    'Redis slow': slow(someone, 'redis', 350),
    'Redis cut off': cut('redis'),
    'PostgreSQL slow': slow(someone, 'postgres', 150),
    'PostgreSQL cut off': cut('postgres'),
    'PostgreSQL ends connections': () => endedConnections(postgres.url(someone().ways.postgres), draw.fork()),
    'a node killed, and started again': async () => {
      const node = someone();
      await node.kill();
      return () => node.start();
    },
    'a worker of a node paused, and killed': () => draw.one(nodes.filter(({ workers }) => workers > 1)).killWorker(draw.between(10, 1_500)),
    ...(canStep ? { 'the clock of a node stepped': () => stepped(someone(), draw) } : {}),
  };
  const kinds = Object.fromEntries(Object.entries(all).filter(([kind]) => kind.includes(only)));
  let order = [];

  return {
    kinds: Object.keys(kinds),
    /** The next fault: each kind comes once before any comes again. */
    async next() {
      if (order.length === 0) order = shuffled(Object.keys(kinds), draw);
      const kind = order.pop();
      history.counts.faults[kind] = (history.counts.faults[kind] ?? 0) + 1;
      history.note(`fault: ${kind}`);
      const mend = await kinds[kind]();
      await sleep(draw.between(300, 2_200));
      await mend();
      history.note(`mended: ${kind}`);
      const began = history.now();
      while (!(await probe())) {
        if (history.now() - began > patience(3 * RECOVERY_MS)) break;
        await sleep(50);
      }
      const ms = history.now() - began;
      history.recovered(kind, ms);
      if (ms > patience(RECOVERY_MS)) history.wrong(`after "${kind}" it took ${ms.toFixed(0)} ms until every node answered`);
      await sleep(draw.between(100, 900));
    },
  };
}

/** As it does when it is stopped, or when an administrator asks for it: each of the nodes' is told so at a moment when nobody may be listening. */
async function endedConnections(url, draw) {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: patience(RECOVERY_MS), query_timeout: patience(RECOVERY_MS) });
  client.on('error', () => undefined);
  await client.connect();
  let goesOn = true;
  const ended = (async () => {
    try {
      for (; goesOn; await sleep(draw.between(5, 60))) await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'authengine' AND random() < 0.3");
    } catch {
      // PostgreSQL is away, as it is when the torture itself ends: all connections have ended then.
    }
  })();
  return async () => {
    goesOn = false;
    await ended;
    await client.end().catch(() => undefined);
  };
}

/** Ahead or behind; at its end it steps back. */
async function stepped({ clock }, draw) {
  clock.step(draw.one([-1, 1]) * draw.between(2, MOST_SECONDS));
  await sleep(CLOCK_MS);
  return async () => clock.step(0);
}

function shuffled(list, draw) {
  return list.map((item) => ({ item, at: draw.next() })).sort((a, b) => a.at - b.at).map(({ item }) => item);
}

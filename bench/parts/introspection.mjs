// Introspection beside Node's bare HTTP server and beside others who answer the same question, in turns.
import { join } from 'node:path';
import { isActive } from '../bench.mjs';
import { betterAuth } from '../peers/install-better-auth.mjs';
import { steady, summary, window } from '../load.mjs';
import { storeCounters } from '../round-trips.mjs';
import { atLeast, atMost, told } from '../verdicts.mjs';

const WARM_UP_SECONDS = 5;
const WINDOW_SECONDS = 3;
const ROUNDS = 6;
/** Far from saturation, where the time of an answer is that of its work. */
const STEADY = { rate: 500, seconds: 6 };
/** The one beside it has made all sessions, so what signing in leaves behind is in its process. */
const NEW = 'the same, a new process';
const PARTS = 'the parts of it alone';
const PEERS = join(import.meta.dirname, '..', 'peers');

export async function introspection(bench, flags) {
  const [echo, service, { echoed, introspected }] = [await bench.echo(), await bench.service(), await bench.asked()];
  const sides = [
    { name: 'node:http echo', server: echo, requests: echoed },
    { name: 'introspection', server: service, requests: introspected, expect: isActive },
    { name: NEW, server: await bench.startService(), requests: introspected, expect: isActive },
  ];
  const missing = {};
  if (bench.stores.redisUrl) sides.push(await oidcProvider(bench), { name: PARTS, server: await bench.start(PARTS, [join(PEERS, 'bare-parts.mjs')], '/'), requests: echoed, expect: isActive });
  else missing['oidc-provider'] = 'there is no Redis here';
  if (flags.betterAuth) {
    const peer = await betterAuth(bench);
    if (typeof peer === 'string') missing['better-auth'] = peer;
    else sides.push(peer);
  }

  for (const { server, requests, expect } of sides) await window(server, requests, WARM_UP_SECONDS, expect);
  const windows = new Map(sides.map(({ name }) => [name, []]));
  const trips = { redis: 0, postgres: 0, asks: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { name, server, requests, expect } of sides) {
      const before = name === 'introspection' ? await storeCounters(bench.env) : undefined;
      const measured = await window(server, requests, WINDOW_SECONDS, expect);
      windows.get(name).push(measured);
      if (before) count(trips, before, await storeCounters(bench.env), measured.requests);
    }
  }
  // In turns, too: what disturbs one disturbs the other.
  const calm = { echo: [], service: [] };
  for (let round = 0; round < 2; round += 1) {
    calm.echo.push(await steady(echo, echoed, STEADY));
    calm.service.push(await steady(service, introspected, STEADY, isActive));
  }
  for (const { name, server } of sides) if (name !== 'introspection' && server !== echo) await bench.stop(server);

  const of = Object.fromEntries([...windows].map(([name, list]) => [name, summary(list)]));
  print(of);
  const [ceiling, ours] = [of['node:http echo'], of['introspection']];
  const idle = ceiling.busy !== undefined && ceiling.busy < 0.9 ? `the load kept the echo ${Math.round(ceiling.busy * 100)} % busy` : undefined;
  const best = (list) => Math.min(...list.map(({ p99 }) => p99));
  const against = (name, limit) => {
    const peer = of[name];
    if (!peer) return missing[name] === undefined ? [] : [atLeast(`introspection ÷ ${name}, CPU`, undefined, limit, missing[name])];
    return [
      atLeast(`introspection ÷ ${name}, requests`, ours.rps / peer.rps, limit, idle && 'the load was the limit'),
      atLeast(`introspection ÷ ${name}, CPU`, ratio(peer.cpuMicros, ours.cpuMicros), limit),
    ];
  };
  /** Without a limit: it does other work for its answer. */
  const beside = (name) => (of[name] ? [told(`introspection ÷ ${name}, CPU`, ratio(of[name].cpuMicros, ours.cpuMicros))] : missing[name] ? [told(`introspection ÷ ${name}, CPU`, missing[name])] : []);
  return [
    atLeast('introspection ÷ echo, requests', ours.rps / ceiling.rps, 0.55, idle),
    atLeast('introspection ÷ echo, CPU', ratio(ceiling.cpuMicros, ours.cpuMicros), 0.55),
    atMost('introspection, a process that has signed people in ÷ a new one, CPU', ratio(ours.cpuMicros, of[NEW].cpuMicros), 1.15),
    ...against('oidc-provider', 6),
    ...beside('better-auth'),
    atMost(`introspection's p99 ÷ the echo's, at ${STEADY.rate} a second`, best(calm.service) / best(calm.echo), 3),
    atMost('commands to Redis of an introspection (64 connections share them)', trips.redis, 1),
    atMost('transactions of an introspection', trips.postgres, 0.01),
    ...(of[PARTS] ? [told('the parts of an introspection alone ÷ echo, CPU', ratio(ceiling.cpuMicros, of[PARTS].cpuMicros))] : []),
    told('CPU µs of an introspection', ours.cpuMicros),
    told('CPU µs of an echo', ceiling.cpuMicros),
  ];
}

async function oidcProvider(bench) {
  const server = await bench.start('oidc-provider', [join(PEERS, 'oidc-provider.mjs')], '/bench/tokens');
  const { tokens, authorization } = await (await fetch(`${server.base}/bench/tokens`)).json();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', authorization };
  return { name: 'oidc-provider', server, requests: tokens.map((token) => ({ method: 'POST', path: '/token/introspection', headers, body: `token=${token}` })), expect: isActive };
}

function count(trips, before, after, asks) {
  const total = trips.asks + asks;
  for (const name of ['redis', 'postgres']) trips[name] = before[name] === undefined ? undefined : (trips[name] * trips.asks + (after[name] - before[name])) / total;
  trips.asks = total;
}

function ratio(a, b) {
  return a === undefined || b === undefined ? undefined : a / b;
}

function print(of) {
  console.table(Object.entries(of).map(([server, { rps, p50, p99, cpuMicros, busy }]) => ({ server, rps: Math.round(rps), 'p50 ms': p50, 'p99 ms': p99, 'CPU µs': cpuMicros === undefined ? 'n/a' : Math.round(cpuMicros), 'CPU %': busy === undefined ? 'n/a' : Math.round(busy * 100) })));
}

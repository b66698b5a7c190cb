// The run as a table, and the one number that it is judged by.
import { pinned } from './servers.mjs';

/** Prints the table and gives the smaller of the two ratios: by answers per second, and by CPU per answer. */
export function printReport({ echo, service, before, after, asks, stores }) {
  const byRate = service.rps / echo.rps;
  const byCpu = echo.cpuMicros === undefined ? undefined : echo.cpuMicros / service.cpuMicros;
  const perAsk = (name) => (before[name] === undefined ? 'n/a' : ((after[name] - before[name]) / asks).toFixed(4));
  const row = (name, { rps, p50, p99, cpuMicros, busy }, ratio, trips) => ({
    server: name,
    rps: Math.round(rps),
    'p50 ms': p50,
    'p99 ms': p99,
    'CPU µs': cpuMicros === undefined ? 'n/a' : Math.round(cpuMicros),
    'CPU %': busy === undefined ? 'n/a' : Math.round(busy * 100),
    '÷ echo, rps': ratio?.rate.toFixed(2) ?? '1.00',
    '÷ echo, CPU': ratio?.cpu?.toFixed(2) ?? (ratio ? 'n/a' : '1.00'),
    ...trips,
  });
  console.table([
    row('node:http echo', echo, undefined, { 'Redis reads': '0', 'SQL': '0' }),
    row('introspection', service, { rate: byRate, cpu: byCpu }, { 'Redis reads': perAsk('redis'), 'SQL': perAsk('postgres') }),
  ]);
  console.log(`stores: ${stores}`);
  console.log(pinned ? 'the servers had core 0, the load core 1' : 'nothing was pinned to a core: the load and the servers disturbed each other');
  if (echo.busy !== undefined && echo.busy < 0.9) console.log(`the load could not keep the echo busy (${Math.round(echo.busy * 100)} %), so the ratio by rps flatters; the one by CPU does not`);
  return Math.min(byRate, byCpu ?? byRate);
}

const LOGIN_FLOOR = 0.9;
const FLOOD_P99_MS = 250;
/** With less of a core than this the server was kept from its work by others', and its times say nothing. */
const FLOOD_BUSY = 0.8;

/** Prints what logins, floods of them and refreshes gave; resolves to what falls short of its floor. */
export function printLogins({ bcrypt, login, refreshed, flooded, idleMegabytes, cost, perSecond }) {
  // What else runs on the machine only ever takes away: of each the best window.
  const best = (windows) => ({ rps: Math.max(...windows.map(({ rps }) => rps)), cpuMillis: Math.min(...windows.map(({ cpuMillis }) => cpuMillis ?? NaN)) });
  const [ceiling, logged] = [best(bcrypt), best(login)];
  const byRate = logged.rps / ceiling.rps;
  const byCpu = Number.isNaN(logged.cpuMillis) ? undefined : ceiling.cpuMillis / logged.cpuMillis;
  const row = (name, { rps, cpuMillis }, ratios = {}) => ({ what: name, 'per s': Number(rps.toFixed(1)), 'CPU ms': cpuMillis === undefined ? 'n/a' : Number(cpuMillis.toFixed(2)), 'per s and core, by CPU': cpuMillis ? Math.round(1000 / cpuMillis) : 'n/a', ...ratios });
  console.table([
    row(`bcrypt, cost ${cost}`, ceiling, { '÷ bcrypt, rate': '1.00', '÷ bcrypt, CPU': '1.00' }),
    row('login', logged, { '÷ bcrypt, rate': byRate.toFixed(2), '÷ bcrypt, CPU': byCpu?.toFixed(2) ?? 'n/a' }),
    row('refresh', refreshed),
  ]);
  const { answers, busy, asked, p50, p99 } = flooded;
  const starved = busy !== undefined && busy < FLOOD_BUSY;
  console.log(`${perSecond} logins at once, every second: ${answers[200]} signed in, ${answers[503]} got 503 with Retry-After, ${answers.other.length} something else; of ${asked} introspections meanwhile p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
  if (starved) console.log(`not judged: the machine gave the server ${Math.round(busy * 100)} % of a core, and it had work for all of one`);
  if (idleMegabytes !== undefined) console.log(`memory of the process before it had work: ${Math.round(idleMegabytes)} MB`);
  const ratio = byCpu === undefined ? byRate : Math.max(byRate, byCpu);
  return [
    ...(ratio < LOGIN_FLOOR ? [`logins reach ${ratio.toFixed(2)} of bcrypt, under the floor of ${LOGIN_FLOOR}`] : []),
    ...(!starved && p99 > FLOOD_P99_MS ? [`introspection took ${p99.toFixed(0)} ms (p99) beside the flood of logins, over ${FLOOD_P99_MS} ms`] : []),
    ...(!starved && answers.other.length > 0 ? [`beside the flood some got neither 200 nor 503 with Retry-After: ${answers.other.slice(0, 3).join('; ')}`] : []),
  ];
}

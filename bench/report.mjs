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
  console.log(`stores: Postgres ${stores.POSTGRES_URL ? 'server' : "embedded, in the server's process"}, copies ${stores.REDIS_URL ? 'in Redis' : "in the server's memory"}`);
  console.log(pinned ? 'the servers had core 0, the load core 1' : 'nothing was pinned to a core: the load and the servers disturbed each other');
  if (echo.busy !== undefined && echo.busy < 0.9) console.log(`the load could not keep the echo busy (${Math.round(echo.busy * 100)} %), so the ratio by rps flatters; the one by CPU does not`);
  return Math.min(byRate, byCpu ?? byRate);
}

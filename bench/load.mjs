// Windows of load, and what each one cost.
import autocannon from 'autocannon';
import { cpuSeconds } from './servers.mjs';

const CONNECTIONS = 64;

/** `seconds` of load on `server`, every connection going round `requests` from a start of its own. */
export async function window(server, requests, seconds, expectBody) {
  const cpuBefore = cpuSeconds(server);
  const began = process.hrtime.bigint();
  let connection = 0;
  const result = await autocannon({
    url: server.base,
    connections: CONNECTIONS,
    duration: seconds,
    requests,
    setupClient: (client) => {
      const from = Math.floor((requests.length * connection++) / CONNECTIONS);
      client.setRequests([...requests.slice(from), ...requests.slice(0, from)]);
    },
    verifyBody: expectBody,
  });
  const elapsed = Number(process.hrtime.bigint() - began) / 1e9;
  const failures = result.non2xx + result.errors + result.timeouts + (result.mismatches ?? 0);
  if (failures > 0) throw new Error(`${server.name}: ${failures} of ${result.requests.total} answers were not what they should be`);
  const cpu = cpuBefore === undefined ? undefined : cpuSeconds(server) - cpuBefore;
  return {
    requests: result.requests.total,
    rps: result.requests.total / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    cpuMicros: cpu === undefined ? undefined : (cpu * 1e6) / result.requests.total,
    busy: cpu === undefined ? undefined : cpu / elapsed,
  };
}

/** The windows of one server as one: medians, but of the CPU the least, since what disturbs a window only ever adds to it. */
export function summary(windows) {
  const sorted = (name) => windows.map((w) => w[name]).filter((value) => value !== undefined).sort((a, b) => a - b);
  const median = (name) => sorted(name)[Math.floor(windows.length / 2)];
  return { rps: median('rps'), p50: median('p50'), p99: median('p99'), busy: median('busy'), cpuMicros: sorted('cpuMicros')[0] };
}

// Windows of load, and what each one cost.
import autocannon from 'autocannon';
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { send } from './ask.mjs';
import { cpuSeconds } from './servers.mjs';
import { hasWrk, runWrk } from './wrk.mjs';

const CONNECTIONS = 64;

/**
 * `seconds` of load on `server`, every connection going round `requests` from a start of its own; with `split`, each
 * round a part of its own, where there are too many to be prepared for each connection.
 */
export async function window(server, requests, seconds, expectBody, { split = false } = {}) {
  const cpuBefore = cpuSeconds(server);
  const began = process.hrtime.bigint();
  const result = await (hasWrk ? runWrk(server, requests, seconds, CONNECTIONS) : runAutocannon(server, requests, seconds, expectBody, split));
  const elapsed = Number(process.hrtime.bigint() - began) / 1e9;
  const cpu = cpuBefore === undefined ? undefined : cpuSeconds(server) - cpuBefore;
  if (result.failures > 0) throw new Error(`${server.name}: ${result.failures} of ${result.requests} answers were not what they should be: ${result.said}`);
  if (expectBody) await expectBodies(server, requests, expectBody);
  const { rps, p50, p99 } = result;
  return { requests: result.requests, rps, p50, p99, cpuMicros: cpu === undefined ? undefined : (cpu * 1e6) / result.requests, busy: cpu === undefined ? undefined : cpu / elapsed };
}

async function runAutocannon(server, requests, seconds, expectBody, split) {
  let connection = 0;
  const result = await autocannon({
    url: server.base,
    connections: CONNECTIONS,
    duration: seconds,
    // A machine that is busy answers late, which is no wrong answer.
    timeout: 60,
    requests,
    setupClient: (client) => {
      const from = Math.floor((requests.length * connection++) / CONNECTIONS);
      client.setRequests(split ? requests.slice(from, Math.floor((requests.length * connection) / CONNECTIONS)) : [...requests.slice(from), ...requests.slice(0, from)]);
    },
    verifyBody: expectBody,
  });
  return {
    requests: result.requests.total,
    rps: result.requests.total / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failures: result.non2xx + result.errors + (result.mismatches ?? 0),
    said: JSON.stringify({ statuses: result.statusCodeStats, errors: result.errors, timeouts: result.timeouts, mismatches: result.mismatches }),
  };
}

/** wrk reads no body, so a part of the answers is read afterwards. */
async function expectBodies(server, requests, expectBody) {
  const agent = new Agent({ keepAlive: true });
  const step = Math.ceil(requests.length / CONNECTIONS);
  for (let i = 0; i < requests.length; i += step) {
    const { path, ...request } = requests[i];
    const { status, text } = await send(agent, server.base + path, request);
    if (status !== 200 || !expectBody(text)) throw new Error(`${server.name} answered ${status} ${text.slice(0, 120)}`);
  }
  agent.destroy();
}

/** Asks every question once: what a process remembers of it costs the first one more. */
export async function askEach(server, requests) {
  let connection = 0;
  const connections = Math.min(CONNECTIONS, requests.length);
  await autocannon({
    url: server.base,
    connections,
    amount: requests.length,
    timeout: 60,
    requests,
    setupClient: (client) => {
      const from = Math.floor((requests.length * connection++) / connections);
      client.setRequests(requests.slice(from, Math.floor((requests.length * connection) / connections)));
    },
  });
}

/** The windows of one server as one: medians, but of the CPU the least, since what disturbs a window only ever adds to it. */
export function summary(windows) {
  const sorted = (name) => windows.map((w) => w[name]).filter((value) => value !== undefined).sort((a, b) => a - b);
  const median = (name) => sorted(name)[Math.floor(windows.length / 2)];
  return { rps: median('rps'), p50: median('p50'), p99: median('p99'), busy: median('busy'), cpuMicros: sorted('cpuMicros')[0] };
}

/**
 * `rate` questions a second, each sent when its time has come whether or not others are answered: percentiles of what
 * they take, in ms.
 */
export async function steady(server, requests, { rate, seconds }, expect = () => true) {
  const agent = new Agent({ keepAlive: true });
  const times = [];
  const wrong = [];
  const underWay = [];
  const ask = async ({ path, ...request }) => {
    const { status, text, ms } = await send(agent, server.base + path, request);
    if (status !== 200 || !expect(text)) wrong.push(`${status} ${text.slice(0, 120)}`);
    times.push(ms);
  };
  const began = performance.now();
  for (let asked = 0; performance.now() - began < seconds * 1000; await sleep(2)) {
    const elapsed = (performance.now() - began) / 1000;
    for (; asked < elapsed * rate; asked += 1) underWay.push(ask(requests[asked % requests.length]).catch((error) => wrong.push(error.message)));
  }
  await Promise.all(underWay);
  agent.destroy();
  times.sort((a, b) => a - b);
  const percentile = (share) => times[Math.ceil(times.length * share) - 1];
  return { asked: times.length, p50: percentile(0.5), p99: percentile(0.99), wrong };
}

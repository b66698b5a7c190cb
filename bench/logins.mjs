// Logins, bcrypt alone, logins by the hundred beside other work, and refreshes.
import { execFile, spawn } from 'node:child_process';
import { Agent } from 'node:http';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { post } from './ask.mjs';
import { cpuSeconds, onLoadsCore, onServersCore, pinned } from './servers.mjs';
import { PASSWORD } from './tokens.mjs';

const LOGIN = '/api/v1/auth/login';
/** One more than are hashed at once: a hash always waits for its turn, and none is refused for the length of the queue. */
const AT_ONCE = (pinned ? 1 : Math.max(1, availableParallelism() - 1)) + 1;

/** Hashes per second, and the CPU of one, that bcrypt itself reaches on the servers' cores. */
export async function bcryptCeiling(cost, seconds) {
  const [command, ...args] = onServersCore([process.execPath, join(import.meta.dirname, 'bcrypt-ceiling.mjs'), String(cost), String(seconds)]);
  const { stdout } = await promisify(execFile)(command, args);
  const { hashes, seconds: took, cpuSeconds: cpu } = JSON.parse(stdout);
  return { rps: hashes / took, cpuMillis: (cpu * 1000) / hashes };
}

/** Right passwords of many accounts, for `seconds`. */
export async function logins(server, addresses, seconds) {
  return repeated(server, seconds, AT_ONCE, async (agent, worker, round) => {
    const email = addresses[(worker + round * AT_ONCE) % addresses.length];
    expect(await post(agent, server.base + LOGIN, { email, password: PASSWORD }), 200);
  });
}

/** Every worker refreshes a session of its own, over and over. */
export async function refreshes(server, addresses, seconds) {
  const agent = new Agent({ keepAlive: true });
  const held = [];
  for (const email of addresses) held.push(expect(await post(agent, server.base + LOGIN, { email, password: PASSWORD }), 200).refresh_token);
  agent.destroy();
  return repeated(server, seconds, held.length, async (connection, worker) => {
    held[worker] = expect(await post(connection, `${server.base}/api/v1/auth/refresh`, { refresh_token: held[worker] }), 200).refresh_token;
  });
}

/** `perSecond` logins thrown at the server, each second in so many `waves`, for as long as `meanwhile` takes: its result, and theirs. */
export async function flooded(server, addresses, { perSecond, waves }, meanwhile) {
  const flood = JSON.stringify({ url: server.base + LOGIN, password: PASSWORD, addresses, perSecond, waves });
  const [command, ...args] = onLoadsCore([process.execPath, join(import.meta.dirname, 'flood.mjs'), flood]);
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const told = text(child.stdout);
    const [cpuBefore, began] = [cpuSeconds(server), performance.now()];
    const result = await meanwhile();
    // There are passwords to hash all the while: less than a whole core means that the machine had other work.
    const busy = cpuBefore === undefined ? undefined : (cpuSeconds(server) - cpuBefore) / ((performance.now() - began) / 1000);
    child.stdin.end();
    return { result, answers: JSON.parse(await told), busy };
  } finally {
    child.stdin.end();
  }
}

async function repeated(server, seconds, workers, once) {
  const cpuBefore = cpuSeconds(server);
  const began = performance.now();
  const until = began + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (let round = 0; performance.now() < until; round += 1, done += 1) await once(agent, worker, round);
      agent.destroy();
    }),
  );
  const cpu = cpuBefore === undefined ? undefined : cpuSeconds(server) - cpuBefore;
  return { rps: done / ((performance.now() - began) / 1000), cpuMillis: cpu === undefined ? undefined : (cpu * 1000) / done };
}

function expect({ status, text }, wanted) {
  if (status !== wanted) throw new Error(`answered ${status} and not ${wanted}: ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

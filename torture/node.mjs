// One node: the built server, with its own ways to PostgreSQL and Redis.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cli } from '../scripts/prepare.mjs';
import { openClock } from './clock.mjs';
import { patience } from './patience.mjs';
import { endsWithTheTorture, freePort } from './stores.mjs';

const START_MS = 240_000;
const PATIENCE_MS = 15_000;
/** The longest pause before a worker is started again, and its start. */
const WORKER_MS = 60_000;

/** @param workers above 1, so many processes share its port; each is a node of its own, and they share the ways */
export async function openNode(name, { folder, postgres, redis, env, workers = 1 }) {
  const home = join(folder, name);
  mkdirSync(home, { mode: 0o700 });
  const ways = { postgres: await postgres.openWay(), redis: await redis.openWay() };
  const clock = openClock(home);
  const port = await freePort();
  const agent = new Agent({ keepAlive: true });
  let child;
  let output = '';
  const node = { name, ways, clock, workers, up: false, start, kill, killWorker, stop, ask, ready, usesCache, log: () => output };
  await start();
  return node;

  /** One that ends as it starts, since a store went away, is started again as its supervisor would. */
  async function start() {
    const end = Date.now() + patience(START_MS);
    while (Date.now() < end) {
      child = endsWithTheTorture(spawn(process.execPath, [cli, 'run'], {
        cwd: home,
        env: { PATH: process.env.PATH, HOME: home, HOST: '127.0.0.1', PORT: String(port), WEB_CONCURRENCY: String(workers), AUTHENGINE_DATA_DIR: home, POSTGRES_URL: postgres.url(ways.postgres), REDIS_URL: redis.url(ways.redis), ...clock.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      }));
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output = (output + chunk).slice(-20_000)));
      for (; Date.now() < end && child.exitCode === null; await sleep(50)) if (await ready()) return (node.up = true);
      await kill();
      if (!/went away while the service was starting/.test(output)) break;
    }
    throw new Error(`${name} did not start:\n${output}`);
  }

  async function kill(signal = 'SIGKILL') {
    node.up = false;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  /** A worker answers nothing for so long, and ends then; the others answer. Resolves with what waits until another one has taken its place. */
  async function killWorker(pausedMs) {
    const [first] = workersOf(child.pid);
    if (first === undefined) throw new Error(`${name} has no workers`);
    process.kill(first, 'SIGSTOP');
    await sleep(pausedMs);
    process.kill(first, 'SIGKILL');
    return async () => {
      for (const end = Date.now() + patience(WORKER_MS); Date.now() < end; await sleep(100)) {
        if (!workersOf(child.pid).includes(first) && (await listening()) === workers) return;
      }
      throw new Error(`${name} has no other worker in place of a killed one:\n${output}`);
    };
  }

  async function stop() {
    await kill();
    for (const way of Object.values(ways)) way.close();
    agent.destroy();
  }

  async function ready() {
    return everyWorker(({ status }) => status === 200);
  }

  /** Whether it answers from Redis now, and not from PostgreSQL in its place. */
  async function usesCache() {
    return everyWorker(({ body }) => body.details?.redis?.status === 'up');
  }

  /** Whether it is so at each of its workers: new connections are dealt out to them in turn. */
  async function everyWorker(isSo) {
    for (let n = 0; n < workers; n += 1) if (!(await ask('GET', '/health/ready', { alone: true }).then(isSo, () => false))) return false;
    return true;
  }

  /** How many of its workers listen. */
  async function listening() {
    const text = await ask('GET', '/metrics', { alone: true }).then(({ body }) => String(body), () => '');
    return text.match(/^process_cpu_seconds_total\{worker="\d+"\}/gm)?.length ?? 0;
  }

  /** One request; rejects when no whole answer comes. `alone` gives it a connection of its own. */
  function ask(method, path, { body, form, token, key, headers: others, alone = false } = {}) {
    const text = form ? new URLSearchParams(form).toString() : body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      ...(text === undefined ? {} : { 'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json', 'content-length': Buffer.byteLength(text) }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(key ? { 'x-api-key': key } : {}),
      ...others,
    };
    return new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, method, path, agent: alone ? false : agent, headers, timeout: patience(PATIENCE_MS) }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const answer = Buffer.concat(chunks).toString();
          const json = response.headers['content-type']?.includes('json');
          resolve({ status: response.statusCode, retryAfter: response.headers['retry-after'], headers: response.headers, body: json && answer ? JSON.parse(answer) : answer });
        });
      });
      asked.on('timeout', () => asked.destroy(new Error(`no answer in ${patience(PATIENCE_MS)} ms`)));
      asked.on('error', reject);
      asked.end(text);
    });
  }
}

/** Those that the operating system has. */
function workersOf(pid) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

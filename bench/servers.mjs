// The servers under measurement, each a child process on a core of its own beside the load.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const SERVER_CORE = '0';
const LOAD_CORE = '1';
const START_SECONDS = 240;
const STOP_SECONDS = 15;

/** Of the machine: what this process may use shrinks to one when it is pinned. */
export const cores = availableParallelism();

/** Whether processes can be kept apart: servers on one core, the load on another. */
export const pinned = cores > 1 && spawnSync('taskset', ['--version']).status === 0;

/** The command as it runs where the servers do. */
export function onServersCore(command) {
  return pinned ? ['taskset', '-c', SERVER_CORE, ...command] : command;
}

/** The command on every core but the load's. */
function offLoadsCore(command) {
  return pinned ? ['taskset', '-c', Array.from({ length: cores }, (_, core) => String(core)).filter((core) => core !== LOAD_CORE).join(), ...command] : command;
}

/** The command as the load runs, and the stores with it. */
export function onLoadsCore(command) {
  return pinned ? ['taskset', '-c', LOAD_CORE, ...command] : command;
}

/** Keeps this process, which makes the load, off the servers' core. */
export function pinLoad() {
  if (pinned) spawnSync('taskset', ['-a', '-c', '-p', LOAD_CORE, String(process.pid)]);
}

/** Starts `node …args` and waits until `readyPath` answers; with `env.free`, on every core but the load's. */
export async function startServer(name, args, env, readyPath) {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const { free, ...variables } = env;
  const command = (free ? offLoadsCore : onServersCore)([process.execPath, ...args]);
  // In its data folder, not in the repository, whose .env is its owner's.
  const child = spawn(command[0], command.slice(1), { cwd: env.AUTHENGINE_DATA_DIR, env: { ...variables, PORT: String(port), HOST: '127.0.0.1' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output = (output + chunk).slice(-4000)));
  for (const deadline = Date.now() + START_SECONDS * 1000; Date.now() < deadline; await sleep(50)) {
    if (child.exitCode !== null) break;
    const answer = await fetch(base + readyPath, { method: readyPath === '/' ? 'POST' : 'GET' }).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return { name, base, child };
  }
  child.kill('SIGKILL');
  throw new Error(`${name} did not start:\n${output}`);
}

export async function stopServer({ child }) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  if ((await Promise.race([ended, sleep(STOP_SECONDS * 1000, 'late', { ref: false })])) === 'late') child.kill('SIGKILL');
}

/** Seconds of CPU that the server has used so far, with its workers; undefined where /proc is not there to tell. */
export function cpuSeconds({ child }) {
  const own = cpuSecondsOf(child.pid);
  return own === undefined ? undefined : childrenOf(child.pid).reduce((sum, pid) => sum + (cpuSecondsOf(pid) ?? 0), own);
}

function childrenOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** The same of any process; with `children`, also what those have used that it has seen end. */
export function cpuSecondsOf(pid, { children = false } = {}) {
  try {
    const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ').slice(11, children ? 15 : 13);
    return ticks.reduce((sum, count) => sum + Number(count), 0) / 100;
  } catch {
    return undefined;
  }
}

/** Memory that the process holds, in MB; undefined where /proc is not there to tell. */
export function residentMegabytes({ child }) {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024;
  } catch {
    return undefined;
  }
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

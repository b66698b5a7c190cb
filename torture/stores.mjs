// Processes of the torture's own, from this machine's packages, which it kills, pauses and starts again.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const START_MS = 120_000;
const running = new Set();

// When the torture itself is ended, nothing it started stays.
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

export function endsWithTheTorture(child) {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** A process that listens on a port of its own; `signal` is how it is killed. */
export async function openStore(start, signal, { below } = {}) {
  const port = await freePort(below);
  let child = endsWithTheTorture(start(port));
  await answers(port, child);
  return {
    port,
    async kill() {
      const ended = once(child, 'exit');
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGCONT');
      child.kill(signal);
      await ended;
    },
    async start() {
      child = endsWithTheTorture(start(port));
      await answers(port, child);
    },
    pause: () => child.kill('SIGSTOP'),
    goOn: () => child.kill('SIGCONT'),
  };
}

async function answers(port, child) {
  for (const end = Date.now() + START_MS; Date.now() < end && child.exitCode === null; await sleep(25)) {
    const socket = connect(port, '127.0.0.1');
    const came = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false, () => false)]).catch(() => false);
    socket.destroy();
    if (came) return;
  }
  child.kill('SIGKILL');
  throw new Error(`a store did not start (it ended with ${child.exitCode})`);
}

/** @param below for a server that takes a port of its own 10000 above */
export async function freePort(below = 65_536) {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port < below ? port : freePort(below);
}

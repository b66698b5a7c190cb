// How long it takes until something that starts is there.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '..');

/** Seconds from the command to what PGlite answers first, on the database in the product's data folder. */
export async function startedPglite(folder) {
  const began = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'peers', 'bare-pglite.mjs'), join(folder, 'postgres')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const seconds = await new Promise((resolve, reject) => {
    child.stdout.once('data', () => resolve((performance.now() - began) / 1000));
    void ended.then((code) => reject(new Error(`PGlite ended with ${code}`)));
  });
  await ended;
  return seconds;
}

/** Seconds from `npm start` to the line that says where it listens: on embedded stores, built. */
export async function startOnce(folder) {
  const began = performance.now();
  // Empty, not absent: those of a .env would be read.
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', AUTHENGINE_DATA_DIR: folder, POSTGRES_URL: '', REDIS_URL: '', MONGODB_URL: '' };
  const child = spawn('npm', ['start'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  const seconds = await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
        if (output.includes('listens on')) resolve((performance.now() - began) / 1000);
      });
    }
    child.once('exit', () => reject(new Error(`npm start ended:\n${output}`)));
  });
  // npm ends before what it started: the whole group is asked, and waited for.
  process.kill(-child.pid, 'SIGTERM');
  while (isThere(-child.pid)) await sleep(50);
  return seconds;
}

function isThere(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

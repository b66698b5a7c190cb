// How long `npm start` takes where it has run before: on embedded stores, built, with data.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '..');

/** Seconds from the command to the line that says where it listens; the best of `times` starts after a first. */
export async function secondStart(times) {
  const folder = mkdtempSync(join(tmpdir(), 'authengine-bench-start-'));
  try {
    await start(folder);
    const seconds = [];
    for (let i = 0; i < times; i += 1) seconds.push(await start(folder));
    return Math.min(...seconds);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function start(folder) {
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

import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../test-app.js';

const SERVER = join(process.cwd(), 'dist', 'apps', 'api', 'src', 'main.js');
const START_MS = 240_000;
const ATTEMPTS = 3;

export interface BuiltServer {
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  /** What it has written so far, both streams. */
  output(): string;
  /** Sends the signal and resolves with the exit code, or null for a killed process. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

export interface BuiltServerOptions {
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export function newDataDir(): string {
  return mkdtempSync(join(tmpdir(), 'authengine-built-'));
}

/**
 * Starts what `npm run build` made, as `npm start` does, and waits until it is ready. One that found its store away as it
 * started, which a slow machine can bring about, is started again as its supervisor would.
 */
export async function startBuiltServer(options: BuiltServerOptions = {}): Promise<BuiltServer> {
  if (!existsSync(SERVER)) throw new Error('there is no build; `npm test` and `npm run build` make one');
  const dataDir = options.dataDir ?? newDataDir();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce({ ...options, dataDir });
    } catch (error) {
      if (attempt === ATTEMPTS || !/went away while the service was starting/.test(String(error))) throw error;
    }
  }
}

async function startOnce({ dataDir, env }: BuiltServerOptions & { readonly dataDir: string }): Promise<BuiltServer> {
  const port = await freePort();
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [SERVER], {
    // Not in the repository, whose .env is its owner's.
    cwd: dataDir,
    env: { PATH, HOME, PORT: String(port), AUTHENGINE_DATA_DIR: dataDir, BCRYPT_COST: '4', RATE_LIMIT_PER_MINUTE: '1000000', OIDC_RATE_LIMIT_PER_MINUTE: '1000000', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const url = `http://127.0.0.1:${port}`;
  await ready(child, url, () => output);
  return {
    url,
    dataDir,
    pid: child.pid ?? 0,
    output: () => output,
    stop: async (signal) => {
      if (hasEnded(child)) return child.exitCode;
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      child.kill(signal);
      return ended;
    },
  };
}

async function ready(child: ChildProcess, url: string, output: () => string): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    if (hasEnded(child)) throw new Error(`the server ended with ${child.exitCode ?? child.signalCode}:\n${output()}`);
    const response = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (response?.status === 200) return;
    await delay(50);
  }
  child.kill('SIGKILL');
  throw new Error(`the server was not ready in ${START_MS} ms:\n${output()}`);
}

/** By itself or by a signal. */
function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

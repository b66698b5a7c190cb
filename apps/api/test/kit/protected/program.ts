import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isOpen } from './door.js';

/** Where a program of this machine is; Debian keeps servers where only root's PATH looks. */
export function programPath(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find(existsSync);
}

export interface Program {
  readonly output: () => string;
  stop(): Promise<void>;
}

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly startMs?: number;
}

/** Starts it in the foreground, in a group of its own, and waits until the port is open. */
export async function startProgram(port: number, command: string, args: readonly string[], { env, cwd, startMs = 60_000 }: ProgramOptions = {}): Promise<Program> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(command, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { PATH, HOME, ...env }, ...(cwd === undefined ? {} : { cwd }) });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      output += String(error);
      resolve();
    });
    child.once('exit', () => {
      resolve();
    });
  });
  const group = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // It is gone already.
    }
  };
  const stop = async (): Promise<void> => {
    group('SIGTERM');
    await Promise.race([ended, delay(5_000, undefined, { ref: false })]);
    group('SIGKILL');
    await ended;
  };
  const deadline = Date.now() + startMs;
  while (!(await isOpen(port))) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`${command} did not start:\n${output}`);
    }
    await delay(50);
  }
  return { output: () => output, stop };
}

/** Runs it to its end; the reason, where it failed. */
export function failureOf(command: string, args: readonly string[], options: { readonly cwd?: string; readonly timeoutMs: number }): string | undefined {
  const { error, status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: options.timeoutMs, ...(options.cwd === undefined ? {} : { cwd: options.cwd }) });
  return status === 0 ? undefined : `${command} ${args.join(' ')}: ${error?.message ?? ''}${stdout}${stderr}`.slice(-500);
}

/** The file that a page shows, with a reader's own values put in; each of the examples' values must be there. What is put in stays as it is, whatever it holds: a port may begin with `443`. */
export function shownFile(path: string, own: Readonly<Record<string, string>>): string {
  const shown = readFileSync(path, 'utf8');
  const examples = Object.keys(own).sort((one, other) => other.length - one.length);
  for (const example of examples) if (!shown.includes(example)) throw new Error(`${path} does not hold ${example}`);
  if (examples.length === 0) return shown;
  return shown.replace(new RegExp(examples.map((example) => example.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'g'), (example) => own[example] ?? '');
}

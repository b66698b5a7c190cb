import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { newDataDir } from './built-server.js';

const DIST = join(process.cwd(), 'dist', 'apps');
const PROGRAMS = { server: ['api/src/main.js'], run: ['cli/src/main.js', 'run'], migrate: ['cli/src/main.js', 'migrate'] } as const;

export interface EndedStart {
  readonly code: number | null;
  /** What it wrote on both streams, line by line. */
  readonly lines: readonly string[];
}

export interface Start {
  readonly program?: keyof typeof PROGRAMS;
  readonly env?: Readonly<Record<string, string>>;
  /** Its working directory, and its data folder unless `env` names another. */
  readonly folder?: string;
}

/** Runs what `npm run build` made until it ends by itself, as a start that is refused does; killed after a minute. */
export function startToItsEnd({ program = 'server', env = {}, folder = newDataDir() }: Start): Promise<EndedStart> {
  const [file, ...args] = PROGRAMS[program];
    const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [join(DIST, file), ...args], { cwd: folder, env: { PATH, HOME, LOG_LEVEL: 'fatal', AUTHENGINE_DATA_DIR: folder, ...env }, stdio: ['ignore', 'pipe', 'pipe'], timeout: 240_000, killSignal: 'SIGKILL' });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, lines: output.split('\n').filter((line) => line.trim() !== '') });
    });
  });
}

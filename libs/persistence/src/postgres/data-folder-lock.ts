import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Breaking a stale lock takes microseconds; a break that is older than this was left by a killed process. */
const STALE_BREAK_MS = 5_000;

export class DataFolderInUseError extends Error {
  constructor(folder: string, pid: number) {
    super(`the data folder ${folder} is in use by process ${pid}; stop it, or set AUTHENGINE_DATA_DIR to another folder`);
    this.name = 'DataFolderInUseError';
  }
}

export interface DataFolderLock {
  release(): void;
}

interface Owner {
  readonly pid: number;
  /** Distinguishes the owner from a later process with the same pid, on systems that show when a process began. */
  readonly began: string;
}

/**
 * Makes this process the only one on a data folder. A lock does not count when its process is gone, also when it was
 * killed.
 * @throws DataFolderInUseError when another live process holds it
 */
export function lockDataFolder(folder: string): DataFolderLock {
  const file = join(folder, 'lock');
  const me = JSON.stringify({ pid: process.pid, began: beganAt(process.pid) } satisfies Owner);
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if (createWhole(file, me)) return { release: () => releaseIfMine(file, me) };
    const text = readIfThere(file);
    if (text === undefined) continue;
    const owner = parseOwner(text);
    if (owner && isAlive(owner)) throw new DataFolderInUseError(folder, owner.pid);
    breakStale(file, text);
  }
  throw new Error(`the data folder ${folder} could not be locked`);
}

function breakStale(file: string, stale: string): void {
  const breaking = `${file}.break`;
  if (!createWhole(breaking, String(process.pid))) {
    const age = Date.now() - (statSync(breaking, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > STALE_BREAK_MS) unlinkIfThere(breaking);
    return;
  }
  try {
    if (readIfThere(file) === stale) unlinkIfThere(file);
  } finally {
    unlinkIfThere(breaking);
  }
}

/** Creates `file` with its whole text at once, unless it exists. */
function createWhole(file: string, text: string): boolean {
  const aside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(aside, text, { mode: 0o600 });
  try {
    linkSync(aside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkIfThere(aside);
  }
}

function releaseIfMine(file: string, me: string): void {
  if (readIfThere(file) === me) unlinkIfThere(file);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function unlinkIfThere(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function parseOwner(text: string): Owner | undefined {
  try {
    return JSON.parse(text) as Owner;
  } catch {
    return undefined;
  }
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return beganAt(owner.pid) === owner.began;
}

/** The start time of a process on Linux, in ticks since boot; empty on other systems, where the pid alone must do. */
function beganAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

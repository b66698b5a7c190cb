import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { ownDataFolder } from '@authengine/config';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { StoreFault, wordsOf } from '../start/store-fault.js';
import { lockDataFolder } from './data-folder-lock.js';
import type { PostgresAddress } from './postgres-address.js';
import { PrivateFiles } from './private-files.js';

/** The shortest limit for a Unix socket's path on the systems of Node (macOS: 104 bytes with NUL). */
const MAX_SOCKET_PATH = 103;
const SOCKET_NAME = '.s.PGSQL.5432';

export interface EmbeddedPostgres {
  readonly address: PostgresAddress;
  close(): Promise<void>;
}

export interface EmbeddedPostgresSource {
  /** The database's folder; null keeps the database in memory. */
  readonly folder: string | null;
}

/**
 * Starts the Postgres that needs no installation. It has one session and no password. It listens on a Unix socket that
 * only this user can reach, or, where there is none, on a random loopback port.
 */
export async function startEmbeddedPostgres(source: EmbeddedPostgresSource): Promise<EmbeddedPostgres> {
  if (source.folder !== null) own(source.folder);
  const lock = source.folder === null ? undefined : lockDataFolder(source.folder);
  try {
    useBaselineCompiler();
    const database = await openDatabase(source.folder);
    const place = await listeningPlace(source.folder);
    const server = new PGLiteSocketServer({ db: database, maxConnections: 4, ...(place.path ? { path: place.path } : { host: '127.0.0.1', port: place.port }) });
    await server.start();
    return {
      address: place.path
        ? { kind: 'embedded', host: place.folder, port: 5432, shownAs: 'a socket in its data folder' }
        : { kind: 'embedded', host: '127.0.0.1', port: place.port, shownAs: `loopback port ${place.port}, open to every user of this machine` },
      close: async () => {
        await server.stop();
        await database.close();
        place.remove();
        lock?.release();
      },
    };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** @throws StoreFault when the files are not a database of this version */
async function openDatabase(folder: string | null): Promise<PGlite> {
  if (folder === null) return PGlite.create({ dataDir: 'memory://' });
  const files = join(folder, 'postgres');
  try {
    return await PGlite.create({ fs: new PrivateFiles(files) });
  } catch (error) {
    // Errors of a full disk or an unwritable folder name their own path.
    if ((error as NodeJS.ErrnoException).path !== undefined) throw error;
    throw new StoreFault([`the embedded PostgreSQL in ${files} cannot be opened (${wordsOf(error)}); restore AUTHENGINE_DATA_DIR from a backup, or move ${files} away to begin anew`], { cause: error });
  }
}

/** From now on no library in this process makes a file that others may read. */
function own(folder: string): void {
  ownDataFolder(folder);
  process.umask(0o077);
}

/**
 * V8's optimizing compiler needs about a second for this much WebAssembly, and a database with few queries never gains
 * it back. Without it only a query of many rows is slower (by about a third). The setting is for the whole process,
 * which has no other large WebAssembly.
 */
function useBaselineCompiler(): void {
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
}

interface Place {
  readonly folder: string;
  readonly path: string | undefined;
  readonly port: number;
  remove(): void;
}

async function listeningPlace(dataFolder: string | null): Promise<Place> {
  if (process.platform === 'win32') return { folder: '', path: undefined, port: await freePort(), remove: () => undefined };
  const inside = dataFolder === null ? undefined : join(dataFolder, SOCKET_NAME);
  const fits = inside !== undefined && Buffer.byteLength(inside) <= MAX_SOCKET_PATH;
  // mkdtemp creates its folder with mode 0700, like the data folder.
  const folder = fits && dataFolder !== null ? dataFolder : mkdtempSync(join(tmpdir(), 'authengine-'));
  const path = join(folder, SOCKET_NAME);
  rmSync(path, { force: true });
  return {
    folder,
    path,
    port: 5432,
    remove: () => {
      rmSync(fits ? path : folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  });
}

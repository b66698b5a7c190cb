import { setTimeout as after } from 'node:timers/promises';
import { readPostgresUrl } from '@authengine/config';
import { Client } from 'pg';
import { StoreFault } from '../start/store-fault.js';
import { clientConfig, mayGoWithoutTls } from './client-config.js';
import { connectFault, refusesLimits, speaksNoTls } from './connect-fault.js';
import type { PostgresServer } from './postgres-address.js';
import { isPostgresUnavailable } from './postgres-faults.js';
import { keepsLimits, serverFaults } from './server-facts.js';
import { SESSION_LIMITS } from './session-limits.js';

const CONNECT_MS = 5_000;
const RETRY_MS = 250;

export interface PostgresSource {
  readonly url: string;
  readonly poolSize: number;
  /** How long to wait for a server that is not there yet. */
  readonly waitMs: number;
}

/**
 * Finds out how to talk to the server of POSTGRES_URL, and whether the product can run on it.
 * @throws StoreFault
 */
export async function openPostgresServer({ url, poolSize, waitMs }: PostgresSource): Promise<PostgresServer> {
  const deadline = Date.now() + waitMs;
  let address: PostgresServer = { kind: 'server', url, poolSize };
  for (;;) {
    try {
      return await look(address);
    } catch (error) {
      if (error instanceof StoreFault) throw error;
      const other = otherWay(address, error);
      if (other) address = other;
      else if (!isPostgresUnavailable(error) || Date.now() > deadline) throw new StoreFault([named(url, connectFault(error, readPostgresUrl(url).password))], { cause: error });
      else await after(RETRY_MS);
    }
  }
}

/** Another way to connect, when the server's error asks for it. */
function otherWay(address: PostgresServer, error: unknown): PostgresServer | undefined {
  if (refusesLimits(error) && !address.pooled) return { ...address, pooled: true };
  if (speaksNoTls(error) && !address.plain && mayGoWithoutTls(address.url)) return { ...address, plain: true };
  return undefined;
}

async function look(address: PostgresServer): Promise<PostgresServer> {
  const client = new Client({ ...clientConfig(address), connectionTimeoutMillis: CONNECT_MS, query_timeout: CONNECT_MS, ...(address.pooled ? {} : SESSION_LIMITS) });
  // The call that waits for the connection reports its fault.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const faults = await serverFaults(client);
    if (faults.length > 0) throw new StoreFault(faults.map((fault) => named(address.url, fault)));
    // A pooler may accept session parameters that it does not keep.
    return address.pooled || (await keepsLimits(client)) ? address : { ...address, pooled: true };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The line with the server's name in front. */
export function named(url: string, fault: string): string {
  const { host = 'localhost', port = 5432 } = readPostgresUrl(url);
  return `PostgreSQL at ${host.startsWith('/') ? host : `${host.includes(':') ? `[${host}]` : host}:${port}`} (POSTGRES_URL) ${fault}`;
}

import { readFileSync } from 'node:fs';
import { readRedisUrl, type RedisTarget } from '@authengine/config';
import type { RedisModuleOptions } from '@nestjs-modules/ioredis';
import type { RedisOptions } from 'ioredis';
import { StoreFault } from '../start/store-fault.js';
import { refusesDatabase } from './refused-database.js';

const COMMAND_MS = 1_000;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Every wait has a limit, and nothing is queued or sent again without the caller. When a connection breaks, the callers
 * of its open commands get an error. Only the client of a Cluster sends these again within a second, so there every command may
 * arrive twice.
 */
const common = (): RedisOptions => ({
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  connectTimeout: 2_000,
  commandTimeout: COMMAND_MS,
  keepAlive: 10_000,
  ...reconnecting(),
});

/**
 * Two replies end a connection. A primary that became a replica refuses writes: find the new primary. A Redis may
 * refuse the database's number, and the client would silently continue in database 0: that belongs to another product,
 * and other nodes do not read it.
 */
function reconnecting(): Required<Pick<RedisOptions, 'retryStrategy' | 'reconnectOnError'>> {
  let refused = false;
  return {
    retryStrategy: (attempt) => {
      const pause = refused ? LONGEST_PAUSE_MS : Math.min(50 * 2 ** Math.min(attempt, 6), LONGEST_PAUSE_MS);
      refused = false;
      return pause;
    },
    reconnectOnError: (error) => {
      refused = refusesDatabase(error);
      return refused || error.message.startsWith('READONLY');
    },
  };
}

/** The connection that `REDIS_URL` names: a server, a Sentinel set's primary, or a Cluster. */
export function redisOptions(redisUrl: string): RedisModuleOptions {
  const target = readRedisUrl(redisUrl);
  const { kind, user, password, database: db } = target;
  const hosts = target.hosts.map(({ host, port }) => ({ host, port }));
  const credentials: RedisOptions = { ...(user ? { username: user } : {}), ...(password ? { password } : {}), ...(target.tls ? { tls: tls(target) } : {}) };
  switch (kind) {
    case 'server':
      return { type: 'single', options: { ...common(), ...credentials, ...hosts[0], db } };
    case 'cluster':
      return {
        type: 'cluster',
        nodes: hosts,
        options: { enableOfflineQueue: false, enableAutoPipelining: true, slotsRefreshInterval: 5_000, clusterRetryStrategy: (n) => Math.min(100 * n, 1_000), redisOptions: { ...common(), ...credentials } },
      };
    case 'sentinel':
      return { type: 'single', options: { ...common(), ...credentials, sentinels: hosts, name: target.name ?? 'mymaster', db, failoverDetector: true } };
  }
}

function tls({ verified, rootCertificate }: RedisTarget): NonNullable<RedisOptions['tls']> {
  try {
    return { ...(verified ? {} : { rejectUnauthorized: false }), ...(rootCertificate ? { ca: readFileSync(rootCertificate, 'utf8') } : {}) };
  } catch (error) {
    throw new StoreFault([`REDIS_URL names a file with ssl_ca_certs that cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unreadable'}): ${rootCertificate ?? ''}`], { cause: error });
  }
}

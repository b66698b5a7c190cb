import type { RedisModuleOptions } from '@nestjs-modules/ioredis';
import type { RedisOptions } from 'ioredis';

const COMMAND_MS = 1_000;

/**
 * Every wait is bounded and nothing is queued or sent twice behind the caller's back: what was in
 * flight when a connection broke is a fault that the caller hears of.
 */
const common: RedisOptions = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  connectTimeout: 2_000,
  commandTimeout: COMMAND_MS,
  keepAlive: 10_000,
  retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 6), 1_000),
  // A primary that became a replica refuses writes: find the new one.
  reconnectOnError: (error) => error.message.startsWith('READONLY'),
};

/** The connection that `REDIS_URL` names: a server, a Sentinel set's primary, or a Cluster. */
export function redisOptions(redisUrl: string): RedisModuleOptions {
  const [, scheme = '', variant = '', authority = '', path = ''] = /^(rediss?)(?:\+(sentinel|cluster))?:\/\/([^/]*)(?:\/(.*))?$/.exec(redisUrl) ?? [];
  if (variant === '') return { type: 'single', url: redisUrl, options: common };
  const at = authority.lastIndexOf('@');
  const [username = '', password = ''] = at < 0 ? [] : authority.slice(0, at).split(':').map(decodeURIComponent);
  const credentials: RedisOptions = { ...(username ? { username } : {}), ...(password ? { password } : {}), ...(scheme === 'rediss' ? { tls: {} } : {}) };
  const hosts = authority
    .slice(at + 1)
    .split(',')
    .map((host) => {
      const url = new URL(`redis://${host}`);
      return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || (variant === 'sentinel' ? 26379 : 6379)) };
    });
  if (variant === 'cluster') {
    return {
      type: 'cluster',
      nodes: hosts,
      options: { enableOfflineQueue: false, enableAutoPipelining: true, slotsRefreshInterval: 5_000, clusterRetryStrategy: (n) => Math.min(100 * n, 1_000), redisOptions: { ...common, ...credentials } },
    };
  }
  const [name = '', db = '0'] = path.split('/');
  return { type: 'single', options: { ...common, ...credentials, sentinels: hosts, name: name || 'mymaster', db: Number(db) || 0, failoverDetector: true } };
}

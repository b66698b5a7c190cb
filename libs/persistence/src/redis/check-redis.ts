import { readRedisUrl, type RedisTarget } from '@authengine/config';
import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { StoreFault, wordsOf } from '../start/store-fault.js';
import { redisOptions } from './redis-options.js';
import { spokenAt } from './spoken-at.js';

const CERTIFICATE = /^(?:DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|CERT_|ERR_TLS_CERT)/;

/**
 * Asks the Redis of REDIS_URL once. The service works without a Redis that is away. But one that is there and refuses
 * the URL's settings would look as if it were away for ever.
 * @throws StoreFault for a fault that needs another REDIS_URL, or another setting in Redis
 */
export async function checkRedis(url: string): Promise<void> {
  const target = readRedisUrl(url);
  const options = redisOptions(url);
  // A Cluster has many nodes and one database without a number; its client tries one node after the other.
  if (options.type !== 'single') return;
  const { sentinels, host, port } = options.options ?? {};
  const redis = new Redis({ ...options.options, db: 0, lazyConnect: true, enableReadyCheck: false, retryStrategy: () => null, sentinelRetryStrategy: () => null, reconnectOnError: () => false });
  let lastError: unknown;
  redis.on('error', (error) => {
    lastError = error;
  });
  try {
    await redis.connect();
    await redis.ping();
    if (target.database > 0) await redis.select(target.database);
  } catch (error) {
    // The connection's last error says more than the fact that it ended.
    const cause = lastError ?? error;
    const where = `Redis ${sentinels ? `behind the Sentinels at ${target.hosts[0]?.host ?? ''}` : `at ${host ?? ''}:${port ?? ''}`} (REDIS_URL)`;
    const fault = refusal(cause, target) ?? (sentinels ? undefined : await wrongProtocol(target));
    if (fault !== undefined) throw new StoreFault([`${where} ${fault}`], { cause });
    new Logger('Redis').warn(`${where} cannot be used now (${wordsOf(cause, target.password)}); the service works without it, slower, and uses it once it is there`);
  } finally {
    redis.disconnect();
  }
}

/** Undefined when Redis is away or busy. */
function refusal(error: unknown, { database, password }: RedisTarget): string | undefined {
  const { message = '', code = '' } = error as { message?: string; code?: string };
  const words = wordsOf(error, password);
  if (/^(?:WRONGPASS|NOAUTH|ERR (?:invalid password|AUTH|Client sent AUTH))/.test(message)) return `refuses the user name or password (${words}); set them right`;
  if (/DB index|SELECT is not allowed|invalid DB/i.test(message)) return `has no database ${database} (${words}); name one that it has, 0 being the first`;
  if (CERTIFICATE.test(code)) return `shows a certificate that is not trusted (${words}); name its authority with ?ssl_ca_certs=<file>`;
  return undefined;
}

/** When one side speaks TLS and the other does not, the connection breaks or waits without an explanation. */
async function wrongProtocol({ hosts: [first], tls }: RedisTarget): Promise<string | undefined> {
  const spoken = first ? await spokenAt(first.host, first.port) : 'nothing';
  if (spoken === 'other') return 'does not speak the protocol of Redis; set host and port right';
  if (spoken === 'redis' && tls) return 'does not speak TLS; write redis:// in place of rediss://, or switch TLS on there';
  return spoken === 'tls' && !tls ? 'speaks TLS; write rediss:// in place of redis://' : undefined;
}

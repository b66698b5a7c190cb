// How often the stores were asked, by their own counters; only where they are servers of their own.
import { Redis } from 'ioredis';
import { Client } from 'pg';

/** Commands that read the cache, and transactions on Postgres, so far. */
export async function storeCounters({ REDIS_URL, POSTGRES_URL }) {
  return { redis: REDIS_URL ? await redisReads(REDIS_URL) : undefined, postgres: POSTGRES_URL ? await transactions(POSTGRES_URL) : undefined };
}

async function redisReads(url) {
  const redis = new Redis(url);
  const text = await redis.info('commandstats');
  redis.disconnect();
  return [...text.matchAll(/^cmdstat_m?get:calls=(\d+)/gm)].reduce((sum, [, calls]) => sum + Number(calls), 0);
}

async function transactions(url) {
  const client = new Client({ connectionString: url });
  await client.connect();
  // The server's processes report their counters within a second.
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  const { rows } = await client.query('SELECT xact_commit + xact_rollback AS count FROM pg_stat_database WHERE datname = current_database()');
  await client.end();
  return Number(rows[0].count);
}

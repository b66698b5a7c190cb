import { Settings } from '@authengine/config';
import { CryptoModule } from '@authengine/crypto';
import { getRedisConnectionToken, RedisModule } from '@nestjs-modules/ioredis';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { TypeOrmModule, type TypeOrmModuleOptions } from '@nestjs/typeorm';
import type { Cluster, Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { VersionedCache, type CacheTimes } from './cache/versioned-cache.js';
import { CacheChange } from './cache/cache-change.entity.js';
import { KeptAnswer } from './kept-answers/kept-answer.entity.js';
import { KeptAnswers } from './kept-answers/kept-answers.js';
import { CacheChangeLog } from './cache/cache-change-log.js';
import { Endings } from './cache/endings.js';
import { CacheStore } from './cache/cache-store.js';
import { MemoryCacheStore } from './cache/memory-cache-store.js';
import { RedisCacheStore } from './cache/redis-cache-store.js';
import { Counters } from './counters/counters.js';
import { mongoConnection } from './mongo/mongo-connection.js';
import { dataSourceOptions } from './postgres/data-source-options.js';
import type { PostgresAddress } from './postgres/postgres-address.js';
import { isPostgresUnavailable } from './postgres/postgres-faults.js';
import { PostgresPools } from './postgres/postgres-pools.js';
import { ReservedConnections } from './postgres/reserved-connections.js';
import { RedisLife } from './redis/redis-life.js';
import { redisOptions } from './redis/redis-options.js';
import { Transactions } from './transactions/transactions.js';

const CACHE_STORE = Symbol('cache-store');
const REDIS = Symbol('redis');
const TAIL_MS = 500;
/** Each is a line in the log. */
const RETRY_MS = 1_000;

/** The stores, as the settings name them; `postgres` is open already. */
@Module({})
export class PersistenceModule {
  static forRoot(settings: Settings, postgres: PostgresAddress): DynamicModule {
    const { REDIS_URL, MONGODB_URL } = settings.values;
    return {
      module: PersistenceModule,
      global: true,
      imports: [
        CryptoModule,
        TypeOrmModule.forRoot({ ...dataSourceOptions(postgres, settings.extensions), autoLoadEntities: true, ...untilThere(settings.values.POSTGRES_WAIT_SECONDS) }),
        TypeOrmModule.forFeature([CacheChange, KeptAnswer, ...settings.extensions.flatMap(({ entities = [] }) => entities)]),
        ...(REDIS_URL ? [RedisModule.forRoot(redisOptions(REDIS_URL))] : []),
        ...(MONGODB_URL ? [mongoConnection(MONGODB_URL)] : []),
      ],
      providers: [
        { provide: ReservedConnections, inject: [DataSource], useFactory: (shared: DataSource) => new ReservedConnections(shared, postgres.kind === 'server' ? settings.values.POSTGRES_RESERVED_CONNECTIONS : 0) },
        { provide: PostgresPools, inject: [DataSource, ReservedConnections], useFactory: (shared: DataSource, reserved: ReservedConnections) => new PostgresPools(shared, reserved) },
        Transactions,
        CacheChangeLog,
        REDIS_URL ? { provide: REDIS, useExisting: getRedisConnectionToken() } : { provide: REDIS, useValue: null },
        { provide: CACHE_STORE, inject: [REDIS], useFactory: (redis: Redis | Cluster | null) => cacheStore(postgres, redis) },
        { provide: Counters, inject: [REDIS], useFactory: (redis: Redis | Cluster | null) => new Counters(redis, settings.values.WEB_CONCURRENCY) },
        { provide: RedisLife, inject: [REDIS], useFactory: (redis: Redis | Cluster | null) => new RedisLife(redis) },
        { provide: Endings, inject: [Transactions], useFactory: (transactions: Transactions) => new Endings(transactions, 2 * cacheTtlMs(settings)) },
        entries(settings),
        KeptAnswers,
      ],
      exports: [Transactions, VersionedCache, Endings, KeptAnswers, Counters, PostgresPools],
    };
  }
}

/** A start waits for a server that is away, also when it was there a moment before. */
function untilThere(seconds: number): Pick<TypeOrmModuleOptions, 'retryAttempts' | 'retryDelay' | 'toRetry'> {
  const deadline = Date.now() + seconds * 1_000;
  return { retryAttempts: Infinity, retryDelay: RETRY_MS, toRetry: (error) => isPostgresUnavailable(error) && Date.now() < deadline };
}

/**
 * Everyone who answers from a cache must share it. Without Redis only a single process on an embedded Postgres can;
 * several processes on one server ask Postgres itself.
 */
function cacheStore(postgres: PostgresAddress, redis: Redis | Cluster | null): CacheStore | null {
  if (redis) return new RedisCacheStore(redis);
  return postgres.kind === 'embedded' ? new MemoryCacheStore() : null;
}

function entries(settings: Settings): Provider {
  const times: CacheTimes = { ttlMs: cacheTtlMs(settings), tailMs: TAIL_MS };
  return {
    provide: VersionedCache,
    inject: [CACHE_STORE, CacheChangeLog, Transactions, Endings],
    useFactory: (store: CacheStore | null, log: CacheChangeLog, transactions: Transactions, endings: Endings) => new VersionedCache(store, log, transactions, endings, times),
  };
}

function cacheTtlMs({ values }: Settings): number {
  return values.ACCESS_TOKEN_EXPIRE_MINUTES * 60_000;
}

import { Settings } from '@authengine/config';
import { CryptoModule } from '@authengine/crypto';
import { getRedisConnectionToken, RedisModule } from '@nestjs-modules/ioredis';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Cluster, Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { Copies, type CopyTimes } from './copies/copies.js';
import { CopyChange } from './copies/copy-change.entity.js';
import { KeptAnswer } from './kept-answers/kept-answer.entity.js';
import { KeptAnswers } from './kept-answers/kept-answers.js';
import { CopyLog } from './copies/copy-log.js';
import { Endings } from './copies/endings.js';
import { CopyStore } from './copies/copy-store.js';
import { MemoryCopyStore } from './copies/memory-copy-store.js';
import { RedisCopyStore } from './copies/redis-copy-store.js';
import { Counters } from './counters/counters.js';
import { mongoConnection } from './mongo/mongo-connection.js';
import { dataSourceOptions } from './postgres/data-source-options.js';
import type { PostgresAddress } from './postgres/postgres-address.js';
import { ReservedConnections } from './postgres/reserved-connections.js';
import { RedisClosing } from './redis/redis-closing.js';
import { redisOptions } from './redis/redis-options.js';
import { Transactions } from './transactions/transactions.js';

const COPY_STORE = Symbol('copy-store');
const REDIS = Symbol('redis');
const TAIL_MS = 500;

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
        TypeOrmModule.forRoot({ ...dataSourceOptions(postgres, settings.extensions), autoLoadEntities: true, retryAttempts: 0 }),
        TypeOrmModule.forFeature([CopyChange, KeptAnswer, ...settings.extensions.flatMap(({ entities = [] }) => entities)]),
        ...(REDIS_URL ? [RedisModule.forRoot(redisOptions(REDIS_URL))] : []),
        ...(MONGODB_URL ? [mongoConnection(MONGODB_URL)] : []),
      ],
      providers: [
        { provide: ReservedConnections, inject: [DataSource], useFactory: (shared: DataSource) => new ReservedConnections(shared, postgres.kind === 'server' ? settings.values.POSTGRES_RESERVED_CONNECTIONS : 0) },
        Transactions,
        CopyLog,
        REDIS_URL ? { provide: REDIS, useExisting: getRedisConnectionToken() } : { provide: REDIS, useValue: null },
        { provide: COPY_STORE, inject: [REDIS], useFactory: (redis: Redis | Cluster | null) => copyStore(postgres, redis) },
        { provide: Counters, inject: [REDIS], useFactory: (redis: Redis | Cluster | null) => new Counters(redis) },
        { provide: RedisClosing, inject: [REDIS], useFactory: (redis: Redis | Cluster | null) => new RedisClosing(redis) },
        { provide: Endings, inject: [Transactions], useFactory: (transactions: Transactions) => new Endings(transactions, 2 * copyTtlMs(settings)) },
        copies(settings),
        KeptAnswers,
      ],
      exports: [Transactions, Copies, Endings, KeptAnswers, Counters],
    };
  }
}

/**
 * Everyone who answers from copies must share them. Without Redis only a single process on an embedded Postgres can;
 * several processes on one server ask Postgres itself.
 */
function copyStore(postgres: PostgresAddress, redis: Redis | Cluster | null): CopyStore | null {
  if (redis) return new RedisCopyStore(redis);
  return postgres.kind === 'embedded' ? new MemoryCopyStore() : null;
}

function copies(settings: Settings): Provider {
  const times: CopyTimes = { ttlMs: copyTtlMs(settings), tailMs: TAIL_MS };
  return {
    provide: Copies,
    inject: [COPY_STORE, CopyLog, Transactions, Endings],
    useFactory: (store: CopyStore | null, log: CopyLog, transactions: Transactions, endings: Endings) => new Copies(store, log, transactions, endings, times),
  };
}

function copyTtlMs({ values }: Settings): number {
  return values.ACCESS_TOKEN_EXPIRE_MINUTES * 60_000;
}

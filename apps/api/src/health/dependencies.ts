import { setTimeout as after } from 'node:timers/promises';
import { MailRelay } from '@authengine/mail';
import { VersionedCache, MONGO_CONNECTION } from '@authengine/persistence';
import { getRedisConnectionToken } from '@nestjs-modules/ioredis';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorFunction, type HealthIndicatorResult } from '@nestjs/terminus';
import type { Cluster, Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { DataSource } from 'typeorm';

const PATIENCE_MS = 2_000;

/** What this process stands on: whether each store answers within two seconds, and whether mails leave. */
@Injectable()
export class Dependencies {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly cache: VersionedCache,
    private readonly postgres: DataSource,
    private readonly relay: MailRelay,
    @Optional() @Inject(getRedisConnectionToken()) private readonly redis: Redis | Cluster | null,
    @Optional() @Inject(MONGO_CONNECTION) private readonly mongo: Connection | null,
  ) {}

  /** What is down here without being needed is degraded: the audit log waits in its outbox, mails in their queue. */
  checks(): HealthIndicatorFunction[] {
    const { postgres, redis, mongo } = this;
    return [
      () => this.check('postgres', () => postgres.query('SELECT 1'), 'down'),
      ...(redis ? [() => this.checkRedis(redis)] : []),
      ...(mongo ? [() => this.check('mongodb', () => pingMongo(mongo), 'degraded')] : []),
      () => this.mail(),
    ];
  }

  /** One that answers and can't be used is degraded: PostgreSQL does its work. So is one that answers only to refuse. */
  private async checkRedis(redis: Redis | Cluster): Promise<HealthIndicatorResult> {
    const result = await this.check('redis', () => redis.ping(), 'down');
    const { outOfUse, refused } = this.cache;
    return (result['redis']?.status === 'up' || refused) && outOfUse !== null ? this.indicators.check('redis').degraded({ reason: outOfUse }) : result;
  }

  /** As it was last seen: to ask the mail server each time would be a login each time. */
  private mail(): HealthIndicatorResult {
    const indicator = this.indicators.check('mail');
    return this.relay.works ? indicator.up() : indicator.degraded();
  }

  /** Says that it failed and not how: the words of a driver are for the log. */
  private async check(name: string, ask: () => Promise<unknown>, otherwise: 'down' | 'degraded'): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check(name);
    const patience = new AbortController();
    try {
      await Promise.race([ask(), after(PATIENCE_MS, undefined, { signal: patience.signal, ref: false }).then(() => Promise.reject(new Error('no answer')))]);
      return indicator.up();
    } catch {
      return otherwise === 'down' ? indicator.down() : indicator.degraded();
    } finally {
      patience.abort();
    }
  }
}

async function pingMongo(mongo: Connection): Promise<void> {
  if (!mongo.db) throw new Error('not connected');
  await mongo.db.admin().ping();
}

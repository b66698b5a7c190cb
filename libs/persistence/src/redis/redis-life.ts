import type { OnApplicationShutdown } from '@nestjs/common';
import type { Cluster, Redis } from 'ioredis';

const PAUSE_MS = 500;

/**
 * Keeps the connection as long as the application lives, and ends it with it. The client by itself gives up for ever when
 * its connection is ended while it asks a Sentinel for the primary, as a failover does that is told in that moment; and it
 * would reconnect for ever when the application is over.
 */
export class RedisLife implements OnApplicationShutdown {
  private over = false;

  constructor(private readonly redis: Redis | Cluster | null) {
    redis?.on('end', () => {
      if (!this.over) setTimeout(() => this.again(redis), PAUSE_MS).unref();
    });
  }

  onApplicationShutdown(): void {
    this.over = true;
    this.redis?.disconnect();
  }

  private again(redis: Redis | Cluster): void {
    // Whoever sends a command gets the error; another end is followed by another try.
    if (!this.over) redis.connect().catch(() => undefined);
  }
}

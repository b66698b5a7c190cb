import type { OnApplicationShutdown } from '@nestjs/common';
import type { Cluster, Redis } from 'ioredis';

/** Ends the connection with the application; otherwise the client would reconnect for ever. */
export class RedisClosing implements OnApplicationShutdown {
  constructor(private readonly redis: Redis | Cluster | null) {}

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }
}

import type { OnApplicationShutdown } from '@nestjs/common';
import type { Cluster, Redis } from 'ioredis';

/** Ends the connection with the application; without it a client would go on reconnecting for ever. */
export class RedisClosing implements OnApplicationShutdown {
  constructor(private readonly redis: Redis | Cluster | null) {}

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }
}

import { Clock, type ServiceKeyId } from '@authengine/kernel';
import { BackgroundLoop, Transactions } from '@authengine/persistence';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';

const WRITE_EVERY_MS = 5_000;
/** A key's row is written no more often than this, however often the key is used. */
const QUIET_MS = 60_000;

/** When each key was last used. It is written in batches in the background, and a loss does no harm. */
@Injectable()
export class ServiceKeyUsage implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('ServiceKeyUsage');
  private readonly written = new Map<ServiceKeyId, number>();
  private readonly used = new Map<ServiceKeyId, number>();
  private readonly loop = new BackgroundLoop(() => this.write(this.due()), {
    intervalMs: WRITE_EVERY_MS,
    onFault: (error) => {
      this.log.warn({ err: error }, 'the last use of service keys could not be written');
    },
  });

  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
    await this.write(this.used).catch(() => undefined);
  }

  note(keyId: ServiceKeyId): void {
    this.used.set(keyId, this.clock.nowMs());
  }

  /** Resolves when every use that is due has been written. */
  async settle(): Promise<void> {
    await this.loop.settle();
  }

  private due(): Map<ServiceKeyId, number> {
    return new Map([...this.used].filter(([keyId, at]) => at - (this.written.get(keyId) ?? Number.NEGATIVE_INFINITY) >= QUIET_MS));
  }

  private async write(uses: ReadonlyMap<ServiceKeyId, number>): Promise<void> {
    if (uses.size === 0) return;
    for (const [keyId, at] of uses) {
      this.written.set(keyId, at);
      this.used.delete(keyId);
    }
    // It does not wait for rows that another transaction holds, for example to revoke the key.
    await this.transactions.manager.query(
      `WITH used AS (SELECT * FROM unnest($1::uuid[], $2::timestamptz[]) AS used (id, at)),
            free AS (SELECT id FROM service_keys WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
       UPDATE service_keys k SET last_used_at = used.at
         FROM used JOIN free USING (id) WHERE k.id = used.id AND (k.last_used_at IS NULL OR k.last_used_at < used.at)`,
      [[...uses.keys()], [...uses.values()].map((ms) => new Date(ms))],
    );
  }
}

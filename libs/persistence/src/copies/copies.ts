import { ServerErrors } from '@authengine/contracts';
import { Injectable, Logger, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { BackgroundLoop } from '../background/background-loop.js';
import { Transactions } from '../transactions/transactions.js';
import { CopyLog } from './copy-log.js';
import { CopyStore, type Copy, type CopyRead } from './copy-store.js';

export interface CopyTimes {
  /** How long a copy lives. No longer than an access token, so that the changes of that time restore all. */
  readonly ttlMs: number;
  /** How often other processes' changes are looked for. */
  readonly tailMs: number;
}

const PRUNE_EVERY_MS = 600_000;

/**
 * Copies of what Postgres says, kept so that they are never older than an acknowledged change:
 * a change is logged in its own transaction, written to the copies before the caller is answered,
 * and written again by every process after an interruption, before it trusts the copies again.
 */
@Injectable()
export class Copies implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Copies');
  private readonly loop: BackgroundLoop;
  private trusted: boolean;
  private generation = 0;
  private position = '0';
  private prunedAt = 0;

  constructor(
    private readonly store: CopyStore | null,
    private readonly changes: CopyLog,
    private readonly transactions: Transactions,
    private readonly times: CopyTimes,
  ) {
    this.trusted = store !== null && !store.shared;
    store?.onInterruption(() => {
      this.distrust();
    });
    this.loop = new BackgroundLoop(() => this.keepUp(), {
      intervalMs: times.tailMs,
      onFault: (error) => {
        this.log.warn({ err: error }, 'copies are not in step with Postgres');
      },
    });
  }

  onApplicationBootstrap(): void {
    if (this.store?.shared) this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** The copies at `keys`, or undefined when only Postgres can be asked now. Never rejects. */
  async read(keys: readonly string[]): Promise<(CopyRead | null)[] | undefined> {
    if (!this.store || !this.trusted) return undefined;
    const generation = this.generation;
    try {
      const copies = await this.store.read(keys);
      return generation === this.generation ? copies : undefined;
    } catch {
      this.distrust();
      return undefined;
    }
  }

  /** Hands over what was just read from Postgres, for the next reader. Never rejects, never replaces what is newer. */
  offer(copies: readonly Copy[]): void {
    // What a transaction reads may be its own change, which a rollback takes back: the next real change would bear the same version.
    if (!this.store || !this.trusted || copies.length === 0 || this.transactions.active) return;
    this.store.write(copies, this.times.ttlMs).catch(() => {
      this.distrust();
    });
  }

  /**
   * Part of the transaction that changes what `copies` tell: once it has committed they are written
   * before the caller is answered; when they can't be, the caller gets a 503 and they are written later.
   */
  async change(copies: readonly Copy[]): Promise<void> {
    if (!this.store || copies.length === 0) return;
    if (this.store.shared) await this.changes.append(copies);
    await this.transactions.afterCommit(() => this.publish(copies));
  }

  private async publish(copies: readonly Copy[]): Promise<void> {
    try {
      await this.store?.write(copies, this.times.ttlMs);
    } catch (error) {
      this.distrust();
      throw ServerErrors.unavailable({ cause: error, log: { reason: 'committed, but the copies cannot be reached; they follow' } });
    }
  }

  private distrust(): void {
    this.generation += 1;
    this.trusted = false;
    this.loop.kick();
  }

  private async keepUp(): Promise<void> {
    if (!this.store) return;
    await this.store.checkIdentity();
    if (this.trusted) {
      const { copies, position } = await this.changes.committedSince(this.position);
      if (copies.length > 0) await this.store.write(copies, this.times.ttlMs);
      this.position = position;
    } else {
      await this.replay(this.store);
    }
    if (Date.now() - this.prunedAt > PRUNE_EVERY_MS) {
      this.prunedAt = Date.now();
      await this.changes.prune(4 * this.times.ttlMs);
    }
  }

  /** After an interruption: whatever the store holds now, it must not be older than any change that could still show. */
  private async replay(store: CopyStore): Promise<void> {
    const generation = this.generation;
    const position = await this.changes.position();
    const copies = await this.changes.changedWithin(2 * this.times.ttlMs);
    await store.write(copies, this.times.ttlMs);
    if (generation !== this.generation) return;
    this.position = position;
    this.trusted = true;
    this.log.log(`copies are trusted again after replaying ${copies.length} changes`);
  }
}

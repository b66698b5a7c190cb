import { AsyncLocalStorage } from 'node:async_hooks';
import { ServerErrors } from '@authengine/contracts';
import { Injectable, Logger, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { BackgroundLoop } from '../background/background-loop.js';
import { refusesDatabase } from '../redis/refused-database.js';
import { Transactions } from '../transactions/transactions.js';
import { CopyLog, type LoggedCopy } from './copy-log.js';
import { CopyStore, type Copy, type CopyRead } from './copy-store.js';

export interface CopyTimes {
  /** How long a copy lives. No longer than an access token, so that the changes of that time restore all. */
  readonly ttlMs: number;
  /** How often other processes' changes are looked for. */
  readonly tailMs: number;
}

/**
 * What a change does to those it tells of. What `revokes` is in the copies before its caller gets a 2xx. What `evicts`
 * ends something too, on the way to something else (the oldest session at a login): its caller is answered in any case.
 * What `grants` takes nothing from anybody: a reader who does not know of it yet refuses too much, for a moment.
 */
export type ChangeEffect = 'revokes' | 'evicts' | 'grants';

/** What a request has changed that could not be written to the copies. */
interface Served {
  /** The users, tenants or keys that it is about. */
  readonly untold: Set<string>;
}

/** Why the copies are not in use. */
interface Fault {
  readonly reason: string;
  readonly refused: boolean;
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
  private readonly serving = new AsyncLocalStorage<Served>();
  private trusted: boolean;
  private generation = 0;
  private position = '0';
  private prunedAt = 0;
  private fault: Fault | null = null;

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
        this.tellFault(error);
      },
    });
  }

  onApplicationBootstrap(): void {
    if (this.store?.shared) this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** Whether other processes answer from the same copies, so that a change has somebody to be told to. */
  get shared(): boolean {
    return this.store?.shared ?? false;
  }

  /** Why the copies are not in use, for whoever runs the service; null while they are, or where there are none. */
  get outOfUse(): string | null {
    return this.store === null || this.trusted ? null : (this.fault?.reason ?? 'they are being read again from PostgreSQL');
  }

  /** Whether they are out of use because Redis, which is there, refuses what the settings ask of it. */
  get refused(): boolean {
    return this.outOfUse !== null && (this.fault?.refused ?? false);
  }

  /**
   * The copies at `keys`, or undefined when only Postgres can be asked now: also inside a transaction, whose own changes
   * count there and are in no copy yet. Never rejects.
   */
  async read(keys: readonly string[]): Promise<(CopyRead | null)[] | undefined> {
    if (!this.store || !this.trusted || this.transactions.active) return undefined;
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
   * Part of the transaction that changes what `copies` tell: once it has committed they are written before the caller is
   * answered. When they can't be they are written later, and the caller of what `revokes` gets a 503.
   */
  async change(copies: readonly Copy[], effect: ChangeEffect): Promise<void> {
    if (!this.store || copies.length === 0) return;
    const logged = this.store.shared ? await this.changes.append(copies, effect !== 'grants') : [];
    await this.transactions.afterCommit(() => this.publish(this.store?.shared ? logged : copies.map(unlogged), effect === 'revokes'));
  }

  /**
   * For a caller that asked to end what had ended already: whatever others have ended of these users, tenants or keys is
   * in the copies before the caller is answered, or it gets a 503. Nothing else is written.
   */
  async confirm(subjects: readonly string[]): Promise<void> {
    if (!this.store?.shared || subjects.length === 0) return;
    const pending = await this.changes.pendingOf(subjects);
    if (pending.length > 0) await this.transactions.afterCommit(() => this.publish(pending, true));
  }

  /**
   * Runs what a request asks for to its end, also when something that it revoked could not be written to the copies;
   * then `untold` names whose, and the answer must not be given before `confirm` has told of them.
   */
  async serve<T>(work: () => Promise<T>): Promise<{ readonly answer: T; readonly untold: readonly string[] }> {
    const served: Served = { untold: new Set() };
    const answer = await this.serving.run(served, work);
    return { answer, untold: [...served.untold] };
  }

  private async publish(copies: readonly LoggedCopy[], required: boolean): Promise<void> {
    try {
      await this.store?.write(copies, this.times.ttlMs, newestOf(copies));
    } catch (error) {
      this.distrust();
      if (!required) return;
      const served = this.serving.getStore();
      if (!served) throw untold(error);
      for (const { subject } of copies) served.untold.add(subject);
      return;
    }
    // Lost, it is only written once more by whoever looks next.
    if (copies.some(({ pending }) => pending)) await this.changes.published(copies).catch(() => undefined);
  }

  private distrust(): void {
    this.generation += 1;
    this.trusted = false;
    this.loop.kick();
  }

  private async keepUp(): Promise<void> {
    if (!this.store) return;
    // First, so that the log is bounded also while Redis can't be used.
    if (Date.now() - this.prunedAt > PRUNE_EVERY_MS) {
      await this.changes.prune(4 * this.times.ttlMs);
      this.prunedAt = Date.now();
    }
    if (this.trusted) await this.follow(this.store);
    else await this.replay(this.store);
    this.fault = null;
  }

  /** What other processes have changed and could perhaps not write. */
  private async follow(store: CopyStore): Promise<void> {
    try {
      await store.check();
    } catch {
      this.distrust();
      return;
    }
    const { copies, position } = await this.changes.committedSince(this.position);
    if (copies.length > 0) {
      try {
        await store.write(copies, this.times.ttlMs, newestOf(copies));
      } catch {
        this.distrust();
        return;
      }
      if (copies.some(({ pending }) => pending)) await this.changes.published(copies);
    }
    this.position = position;
  }

  /** After an interruption: whatever the store holds now, it must not be older than any change that could still show. */
  private async replay(store: CopyStore): Promise<void> {
    const generation = this.generation;
    let position = this.position;
    let replayed: readonly Copy[] = [];
    await store.establish(async () => {
      position = await this.changes.position();
      const replay = await this.changes.changedWithin(2 * this.times.ttlMs);
      replayed = replay.copies;
      return replay;
    }, this.times.ttlMs);
    if (generation !== this.generation) return;
    this.position = position;
    this.trusted = true;
    this.log.log(`copies are trusted again after replaying ${replayed.length} changes`);
    await this.changes.published(replayed);
  }

  /** Said when it begins, not on every try. */
  private tellFault(error: unknown): void {
    const fault = faultIn(error);
    if (fault.reason === this.fault?.reason) return;
    this.fault = fault;
    this.log.warn({ err: error }, `${fault.reason}; PostgreSQL answers in place of the copies`);
  }
}

/** What whoever runs the service can do something about; of the rest, that it is so. */
function faultIn(error: unknown): Fault {
  const message = error instanceof Error ? error.message : String(error);
  const command = /^NOPERM .*'([\w|]{1,40})' command/.exec(message)?.[1];
  if (command !== undefined) return { reason: `REDIS_URL: the user may not run ${command.toUpperCase()}; docs/config.md lists the commands that are needed`, refused: true };
  if (refusesDatabase(error)) return { reason: 'REDIS_URL: Redis refuses the database of that number; name one that it has, 0 being the first', refused: true };
  return { reason: 'Redis and PostgreSQL are not in step', refused: false };
}

function newestOf(copies: readonly LoggedCopy[]): number {
  return copies.reduce((highest, { seq }) => Math.max(highest, seq), 0);
}

function unlogged(copy: Copy): LoggedCopy {
  return { ...copy, seq: 0, pending: false };
}

function untold(cause: unknown): Error {
  return ServerErrors.unavailable({ cause, log: { reason: 'committed, but the copies cannot be reached; they follow' } });
}

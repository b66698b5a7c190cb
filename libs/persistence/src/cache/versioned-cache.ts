import { ContextValue, ServerErrors } from '@authengine/contracts';
import { given, settled, type Taking } from '@authengine/kernel';
import { Injectable, Logger, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { BackgroundLoop } from '../background/background-loop.js';
import { refusesDatabase } from '../redis/refused-database.js';
import { Transactions } from '../transactions/transactions.js';
import { CacheChangeLog, type LoggedCacheChange } from './cache-change-log.js';
import { CacheStore, type CacheEntry, type CachedValue } from './cache-store.js';
import type { Endings } from './endings.js';

export interface CacheTimes {
  /**
   * How long a cache entry lives. It is no longer than an access token, so that the changes of that time can restore
   * everything.
   */
  readonly ttlMs: number;
  /** How often to look for the changes of other processes. */
  readonly tailMs: number;
}

/**
 * The effect of a change on the people it concerns. `revokes`: the caller gets a 2xx only after the cache is written.
 * `evicts`: it ends something too, but as a side effect (the oldest session at a login), so the caller is answered in
 * any case. `grants`: it takes nothing away; a reader that does not know it yet refuses too much, for a moment.
 */
export type ChangeEffect = 'revokes' | 'evicts' | 'grants';

/** What a request has changed. */
interface Served {
  /** The users, tenants or keys of changes that could not be written to the cache. */
  readonly untold: Set<string>;
  /** The newest change that ended something, or whose pending cache entry the request has written; 0 for none. */
  epoch: number;
  /** An epoch by which everything had ended whose end the request confirmed; 0 for none. */
  confirmed: number;
}

/** The reason why the cache is not in use. */
interface Fault {
  readonly reason: string;
  readonly refused: boolean;
}

const PRUNE_EVERY_MS = 600_000;
const NOTHING = given(undefined);

/**
 * The cache of what Postgres owns, never older than an acknowledged change. A change is logged in its own transaction and
 * written to the cache before the caller is answered. After an interruption, every process writes it again before it
 * trusts the cache.
 */
@Injectable()
export class VersionedCache implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('VersionedCache');
  private readonly loop: BackgroundLoop;
  private readonly serving = new ContextValue<Served | undefined>();
  private readonly withoutCache = new ContextValue<true>();
  private trusted: boolean;
  private generation = 0;
  private position = '0';
  private prunedAt = 0;
  private fault: Fault | null = null;
  private toldPolicy: string | undefined;

  constructor(
    private readonly store: CacheStore | null,
    private readonly changes: CacheChangeLog,
    private readonly transactions: Transactions,
    private readonly endings: Endings,
    private readonly times: CacheTimes,
  ) {
    this.trusted = store !== null && !store.shared;
    store?.onInterruption(() => {
      this.distrust();
    });
    this.loop = new BackgroundLoop(() => this.keepUp(), {
      intervalMs: store?.shared ? times.tailMs : PRUNE_EVERY_MS,
      onFault: (error) => {
        this.tellFault(error);
      },
    });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** Whether other processes use the same cache, and so must learn of a change. */
  get shared(): boolean {
    return this.store?.shared ?? false;
  }

  /** The cache is this process's own, because its database is: nobody else must learn of a change. */
  private get inOneProcess(): boolean {
    return this.store !== null && !this.store.shared;
  }

  /** The reason, for operators, why the cache is not in use; null while it is in use, or where there is none. */
  get outOfUse(): string | null {
    return this.store === null || this.trusted ? null : (this.fault?.reason ?? 'they are being read again from PostgreSQL');
  }

  /** Whether the reason is that Redis is there but refuses the settings. */
  get refused(): boolean {
    return this.outOfUse !== null && (this.fault?.refused ?? false);
  }

  /**
   * The cache at `keys`. Undefined when only Postgres can answer; so it is inside a transaction, whose own changes
   * count and are in no cache entry yet. Never rejects.
   */
  read(keys: readonly string[]): Promise<(CachedValue | null)[] | undefined> {
    return settled(this.take(keys));
  }

  /** As `read`, without a promise. Never fails. */
  take(keys: readonly string[]): Taking<(CachedValue | null)[] | undefined> {
    return (done) => {
      if (!this.store || !this.trusted || this.transactions.active || this.withoutCache.get()) return NOTHING(done);
      const generation = this.generation;
      this.store.take(keys)((read) => {
        let entries: (CachedValue | null)[] | undefined;
        try {
          entries = read();
        } catch {
          this.distrust();
        }
        const trusted = generation === this.generation ? entries : undefined;
        done(() => trusted);
      });
    };
  }

  /** Whether what is read from the cache from now on includes everything that had ended by this epoch. */
  includes(epoch: number): boolean {
    return epoch === 0 || !this.shared || (this.trusted && epoch < Number(this.position));
  }

  /** Runs `work` without the cache: Postgres answers whatever it asks. */
  fromPostgres<T>(work: () => Promise<T>): Promise<T> {
    return this.withoutCache.run(true, work);
  }

  /**
   * Gives the next reader a value that was just read from Postgres. Never rejects, and never replaces a newer value.
   */
  offer(entries: readonly CacheEntry[]): void {
    // A transaction may read its own change and roll it back; the next real change would then have the same version.
    if (!this.store || !this.trusted || entries.length === 0 || this.transactions.active) return;
    this.store.offer(entries, this.times.ttlMs).catch(() => {
      this.distrust();
    });
  }

  /**
   * Call this in the transaction that changes the data of `entries`: they are written after the commit and before the
   * caller is answered. When that fails they are written later, and with `revokes` the caller gets a 503.
   */
  async change(entries: readonly CacheEntry[], effect: ChangeEffect): Promise<void> {
    if (entries.length === 0) return;
    const ends = effect !== 'grants';
    // A process without a cache logs too: other processes on this database may have some. What ends is logged in any case,
    // since services are told of it.
    const logged = ends || !this.inOneProcess ? await this.append(entries, ends) : entries.map(unlogged);
    await this.transactions.afterCommit(async () => {
      if (!ends) return this.publish(logged, false);
      this.note('epoch', logged);
      try {
        await this.publish(logged, effect === 'revokes');
      } finally {
        this.endings.ended();
      }
    });
  }

  /**
   * For a caller who asked to end something that had ended before: every end of these users, tenants or keys is written
   * to the cache before the caller is answered, or the caller gets a 503. Nothing else is written. `entries` are keys of cache
   * entries whose end counts too, where nobody can tell any more whose they are.
   */
  async confirm(subjects: readonly string[], entries: readonly string[] = []): Promise<void> {
    if (subjects.length + entries.length === 0) return;
    await this.confirmFound(this.shared ? await this.changes.pendingOf(subjects, entries) : []);
  }

  /** As `confirm`, for a caller who names what is not there, so that nobody can tell whose it was: whatever ended counts then. */
  async confirmAll(): Promise<void> {
    await this.confirmFound(this.shared ? await this.changes.allPending() : []);
  }

  private async confirmFound(pending: readonly LoggedCacheChange[]): Promise<void> {
    const confirmed = this.serving.get() ? await this.changes.visible() : 0;
    await this.transactions.afterCommit(async () => {
      this.note('confirmed', [{ epoch: confirmed }]);
      if (pending.length > 0) await this.publish(pending, true);
    });
  }

  /**
   * Runs a request's work to its end, even when a revocation could not be written to the cache. `untold` then names
   * the users, tenants or keys it concerns; the request must not be answered before `confirm` has written them. Where
   * the work ended something, or confirmed that it had ended, every state from `epoch` on includes that; otherwise
   * `epoch` is 0.
   */
  async serve<T>(work: () => Promise<T>): Promise<{ readonly answer: T; readonly untold: readonly string[]; readonly epoch: number }> {
    const served: Served = { untold: new Set(), epoch: 0, confirmed: 0 };
    const answer = await this.serving.run(served, work);
    return { answer, untold: [...served.untold], epoch: served.epoch || served.confirmed };
  }

  /**
   * Runs a request's work that sends its answer itself: what cannot be written to the cache is an error before the
   * answer, and the caller asks again.
   */
  unserved<T>(work: () => T): T {
    return this.serving.run(undefined, work);
  }

  private note(which: 'epoch' | 'confirmed', changes: readonly { readonly epoch: number }[]): void {
    const served = this.serving.get();
    if (served) for (const { epoch } of changes) served[which] = Math.max(served[which], epoch);
  }

  private async append(entries: readonly CacheEntry[], ends: boolean): Promise<LoggedCacheChange[]> {
    const hearers = ends ? await this.endings.hearers(entries.map(({ subject }) => subject)) : new Map<string, string[]>();
    return this.changes.append(entries, { ends, pending: ends && !this.inOneProcess, hearers });
  }

  private async publish(entries: readonly LoggedCacheChange[], required: boolean): Promise<void> {
    if (!this.store) return;
    try {
      await this.store.write(entries, this.times.ttlMs, newestOf(entries));
    } catch (error) {
      this.distrust();
      if (!required) return;
      const served = this.serving.get();
      if (!served) throw untold(error);
      for (const { subject } of entries) served.untold.add(subject);
      return;
    }
    // When this mark is lost, the next caller only writes the same cache entry once more.
    if (entries.some(({ pending }) => pending)) await this.changes.published(entries).catch(() => undefined);
  }

  private distrust(): void {
    this.generation += 1;
    this.trusted = false;
    this.loop.kick();
  }

  private async keepUp(): Promise<void> {
    // This comes first, so that the log stays bounded while Redis cannot be used, or where there is none.
    if (Date.now() - this.prunedAt > PRUNE_EVERY_MS) {
      await this.changes.prune(4 * this.times.ttlMs);
      this.prunedAt = Date.now();
    }
    if (!this.store?.shared) return;
    if (this.trusted) await this.follow(this.store);
    else await this.replay(this.store);
    this.fault = null;
  }

  /** Reads the changes of other processes, which they perhaps could not write. */
  private async follow(store: CacheStore): Promise<void> {
    try {
      await store.check();
    } catch {
      this.distrust();
      return;
    }
    const { entries, position } = await this.changes.committedSince(this.position);
    if (entries.length > 0) {
      try {
        await store.write(entries, this.times.ttlMs, newestOf(entries));
      } catch {
        this.distrust();
        return;
      }
      if (entries.some(({ pending }) => pending)) await this.changes.published(entries);
    }
    this.position = position;
  }

  /**
   * After an interruption the store may hold anything; afterwards it is not older than any change that still matters.
   */
  private async replay(store: CacheStore): Promise<void> {
    const generation = this.generation;
    let position = this.position;
    let replayed: readonly CacheEntry[] = [];
    await store.establish(async () => {
      position = await this.changes.position();
      const replay = await this.changes.changedWithin(2 * this.times.ttlMs);
      replayed = replay.entries;
      return replay;
    }, this.times.ttlMs);
    if (generation !== this.generation) return;
    this.position = position;
    this.trusted = true;
    this.log.log(`the cache is trusted again after replaying ${replayed.length} changes`);
    await this.changes.published(replayed);
    this.tellEviction(store.evictionPolicy);
  }

  /** Where an entry of what has ended goes before its time, a node that is slow may put back what it read before the end. */
  private tellEviction(policy: string | undefined): void {
    if (policy !== undefined && policy !== this.toldPolicy) this.log.warn(`REDIS_URL: Redis throws entries away when its memory is full (maxmemory-policy ${policy}), and one of something that has ended may be among them; set noeviction`);
    this.toldPolicy = policy;
  }

  /** Logged when the fault begins, not at every try. */
  private tellFault(error: unknown): void {
    const fault = faultIn(error);
    if (fault.reason === this.fault?.reason) return;
    this.fault = fault;
    this.log.warn({ err: error }, `${fault.reason}; PostgreSQL answers in place of the cache`);
  }
}

/** Details for faults that an operator can repair; for all others only the fact. */
function faultIn(error: unknown): Fault {
  const message = error instanceof Error ? error.message : String(error);
  const command = /^NOPERM .*'([\w|]{1,40})' command/.exec(message)?.[1];
  if (command !== undefined) return { reason: `REDIS_URL: the user may not run ${command.toUpperCase()}; docs/config.md lists the commands that are needed`, refused: true };
  if (refusesDatabase(error)) return { reason: 'REDIS_URL: Redis refuses the database of that number; name one that it has, 0 being the first', refused: true };
  return { reason: 'Redis and PostgreSQL are not in step', refused: false };
}

function newestOf(entries: readonly LoggedCacheChange[]): number {
  return entries.reduce((highest, { seq }) => Math.max(highest, seq), 0);
}

function unlogged(entry: CacheEntry): LoggedCacheChange {
  return { ...entry, seq: 0, pending: false, epoch: 0 };
}

function untold(cause: unknown): Error {
  return ServerErrors.unavailable({ cause, log: { reason: 'committed, but the cache cannot be reached; it follows' } });
}

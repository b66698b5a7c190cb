import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { ServerErrors } from '@authengine/contracts';
import type { Transactions } from '@authengine/persistence';
import { BackgroundLoop } from '@authengine/persistence';
import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { AuditEntry } from '../entry/audit-entry.js';
import type { AuditErasures } from '../erasure/audit-erasures.js';
import { withoutPerson, type PersonErasure } from '../erasure/without-person.js';
import type { EvidenceLog } from '../evidence/places/evidence-log.js';
import type { SaltErasure } from '../evidence/places/salt-erasure.js';
import type { AuditOutbox, OutboxLag } from '../outbox/audit-outbox.js';
import type { AuditStore } from '../store/audit-store.js';
import { BackOff } from './back-off.js';
import { within } from '../within.js';

export const BATCH = 500;
const POLL_MS = 1_000;
/** Entries recorded within this time are shipped together. */
const GATHER_MS = 50;
const FLUSH_MS = 2_000;
const LOOK_AGAIN_MS = 20;
/** From this size on the outbox is logged as an error, no longer as a warning. */
const ALARMING_BACKLOG = 10_000;

/** What the relay keeps beside the store: each entry's place in the Merkle logs, and the salts that erasures remove. */
export interface Evidence {
  readonly log: EvidenceLog;
  readonly salts: SaltErasure;
}

export interface RelayOptions {
  /** Whether no other process uses the data (embedded Postgres). Such a process needs no lock, and cannot have one. */
  readonly alone: boolean;
}

/**
 * Ships recorded entries from the outbox to the store, in order. An entry leaves the outbox only after the store has
 * confirmed it, and the store knows entries by id: nothing is lost and nothing is stored twice, even when the process
 * is killed. While the store is away the outbox grows, and nobody waits for it.
 *
 * An entry gets its place in the Merkle logs in the transaction that takes it out of the outbox, so it has exactly one.
 *
 * It also carries out erasures: at once in the outbox and in everything it ships from then on, and in the store once
 * that has received everything sent before. A dying node may have sent a shipment earlier; its entries are still in the
 * outbox, so the store already has them when it arrives.
 */
export class AuditRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('AuditRelay');
  private readonly loop: BackgroundLoop;
  private readonly backOff = new BackOff();
  /** Shipping belongs to no request: it must not join a request's transaction or audit event. */
  private readonly outsideRequests = AsyncLocalStorage.snapshot();
  private gathering: NodeJS.Timeout | undefined;
  private shipping: Promise<number> | undefined;
  private stopping = false;
  private readonly told: (() => void)[] = [];

  constructor(
    private readonly outbox: AuditOutbox,
    private readonly erasures: AuditErasures,
    private readonly store: AuditStore,
    private readonly evidence: Evidence,
    private readonly transactions: Transactions,
    private readonly options: RelayOptions,
  ) {
    this.loop = new BackgroundLoop(() => this.shipAll(), { intervalMs: POLL_MS, onFault: (error) => void this.warn(error) });
  }

  onApplicationBootstrap(): void {
    this.start();
  }

  /**
   * At this moment the last requests are answered and every connection still works; `onApplicationShutdown` would be
   * too late. Entries that cannot be shipped now wait in the outbox for the next start.
   */
  async beforeApplicationShutdown(): Promise<void> {
    await this.flush().catch((error: unknown) => this.warn(error));
    await this.stop();
  }

  start(): void {
    this.stopping = false;
    this.loop.start();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.gathering);
    this.gathering = undefined;
    await this.loop.stop();
  }

  /** Call this when something was committed to the outbox. */
  kick(): void {
    if (this.stopping || this.gathering) return;
    this.outsideRequests(() => {
      this.gathering = setTimeout(() => {
        this.gathering = undefined;
        this.loop.kick();
      }, GATHER_MS);
      this.gathering.unref();
    });
  }

  /** Registers what to do when entries have entered the store and the feed, from this node. */
  onShipped(tell: () => void): void {
    this.told.push(tell);
  }

  /**
   * Resolves when everything committed before the call is in the store.
   * @throws ServerErrors.unavailable when that takes longer than `withinMs`
   */
  async flush(withinMs = FLUSH_MS): Promise<void> {
    const late = (): Error => ServerErrors.unavailable({ log: { reason: 'the audit relay did not catch up in time' } });
    const deadline = performance.now() + withinMs;
    try {
      await within(withinMs, this.outsideRequests(() => this.catchUp(() => performance.now() < deadline)), late);
    } catch (error) {
      throw ServerErrors.unavailable({ cause: error, log: { reason: 'recorded audit entries are not in the store yet' } });
    }
  }

  /** The number of entries that wait for the store. */
  backlog(): Promise<number> {
    return this.outbox.size();
  }

  /** What waits for the store, of all nodes together. */
  lag(): Promise<OutboxLag> {
    return this.outbox.lag();
  }

  private async catchUp(inTime: () => boolean): Promise<void> {
    const newest = await this.outbox.newest();
    while (newest !== null && inTime() && (await this.outbox.holdsUpTo(newest))) {
      // Nothing was shipped here: another node holds the lock and ships.
      if ((await this.ship()) === 0) await pause(LOOK_AGAIN_MS);
    }
    if (!inTime()) throw new Error('out of time');
  }

  private async shipAll(): Promise<void> {
    const erasures = await this.erasures.waiting();
    await this.eraseFromOutbox(erasures.filter(({ inOutbox }) => inOutbox));
    if (this.backOff.waiting) return;
    while ((await this.ship()) === BATCH && !this.stopping);
    await this.placeLeftBehind();
    if (erasures.length > 0) await this.eraseFromStore();
    await this.eraseSaltsLeftBehind();
    if (this.backOff.succeeded()) this.log.log('the audit log is reached again');
  }

  /** Ships one batch; a caller that comes meanwhile gets the number of that batch. */
  private ship(): Promise<number> {
    return (this.shipping ??= this.shipBatch().finally(() => {
      this.shipping = undefined;
    }));
  }

  private async shipBatch(): Promise<number> {
    // Checked before a transaction is opened, so that an absent store keeps none open.
    await this.store.ready();
    return (await this.exclusively(() => this.moveBatch())) ?? 0;
  }

  /** Runs `work` in a transaction, unless another node does such work; undefined then. */
  private async exclusively<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.options.alone) return work();
    return this.transactions.run(async () => ((await this.outbox.tryShippingLock()) ? work() : undefined));
  }

  private async moveBatch(): Promise<number> {
    const waiting = await this.outbox.oldest(BATCH);
    if (waiting.length === 0) return 0;
    const entries = await this.withoutErased(waiting.map(({ entry }) => entry));
    await this.store.append(entries);
    await this.transactions.run(async () => {
      await this.evidence.log.append(entries);
      await this.outbox.remove(waiting.map(({ seq }) => seq));
      await this.transactions.afterCommit(() => {
        for (const tell of this.told) tell();
        return Promise.resolve();
      });
    });
    return waiting.length;
  }

  /** Places what a node of an older version has shipped, which knows of no places. */
  private async placeLeftBehind(): Promise<void> {
    const placeBatch = (): Promise<number> =>
      this.transactions.run(async () => {
        const left = await this.outbox.unplaced(BATCH);
        if (left.length === 0) return 0;
        await this.evidence.log.append(await this.withoutErased(left.map(({ entry }) => entry)));
        await this.outbox.placed(left.map(({ seq }) => seq));
        return left.length;
      });
    while ((await this.exclusively(placeBatch)) === BATCH && !this.stopping);
  }

  private async withoutErased(entries: readonly AuditEntry[]): Promise<AuditEntry[]> {
    const erasures = await this.erasures.concerning(entries);
    const personal = await this.erasures.personalFields();
    return entries.map((entry) => erasures.reduce((left, erasure) => withoutPerson(left, erasure, personal), entry));
  }

  private async eraseFromOutbox(erasures: readonly PersonErasure[]): Promise<void> {
    const personal = await this.erasures.personalFields();
    for (const erasure of erasures) {
      await this.exclusively(async () => {
        await this.outbox.rewrite(erasure, (entry) => withoutPerson(entry, erasure, personal));
        await this.erasures.mark(erasure);
      });
    }
  }

  private async eraseFromStore(): Promise<void> {
    for (const erasure of await this.erasures.due()) {
      await this.store.ready();
      const personal = await this.erasures.personalFields();
      // The salts go first, and for good: without the values nobody could tell whose they are.
      if (!(await this.exclusively(() => this.evidence.salts.remove(erasure, personal).then(() => true)))) return;
      await this.exclusively(async () => {
        await this.store.erase(erasure, personal);
        await this.erasures.carriedOut(erasure);
      });
    }
  }

  /** Of erasures that a node of an older version has carried out, which knows of no salts. */
  private async eraseSaltsLeftBehind(): Promise<void> {
    for (const erasure of await this.erasures.withSalts()) {
      await this.store.ready();
      await this.exclusively(async () => {
        await this.evidence.salts.remove(erasure, await this.erasures.personalFields());
        await this.erasures.carriedOut(erasure);
      });
    }
  }

  private async warn(error: unknown): Promise<void> {
    if (!this.backOff.failed()) return;
    const backlog = await this.backlog().catch(() => undefined);
    const text = 'audit entries wait in the outbox: the audit log cannot be written';
    if (backlog !== undefined && backlog >= ALARMING_BACKLOG) this.log.error({ err: error, backlog }, text);
    else this.log.warn({ err: error, backlog }, text);
  }
}

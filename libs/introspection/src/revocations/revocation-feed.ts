import { runInRequest, type RequestContext } from '@authengine/contracts';
import { Tenants } from '@authengine/directory';
import { BackgroundLoop, Endings, type Ending, type Position } from '@authengine/persistence';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { revocationsOf, type Revocation } from './revocation.js';

/** What happened between two positions. */
export interface News {
  readonly revocations: readonly Revocation[];
  /** What was known before is worth nothing, since something may have been missed. */
  readonly reset: boolean;
  readonly from: Position;
  readonly to: Position;
}

/** Where a listener begins: now, or at the position where it left off. `untold` is a position that cannot be read. */
export type Beginning = { readonly kind: 'now' } | { readonly kind: 'position'; readonly position: Position } | { readonly kind: 'untold' };

/** What a listener missed. It is lost when it is too much or too old, or when nobody can tell where to look. */
type Missed = { readonly kind: 'found'; readonly endings: readonly Ending[] } | { readonly kind: 'lost' };

export interface Listener {
  readonly since: Beginning;
  /** Must not throw. */
  hear(news: News): void;
}

interface Arrival {
  readonly listener: Listener;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const LOST: Missed = { kind: 'lost' };
const POLL_MS = 200;
/** Above this number a listener is told to forget everything, which costs it less. */
export const MAX_TOLD = 5_000;
/** It has reserved connections, so no other request keeps it waiting. */
const CONTEXT: RequestContext = { requestId: 'revocation-feed', ip: null, userAgent: null, principal: null, reservedConnections: true };

/**
 * Reads what has ended, once for all listeners of the process, and only while there are any. A transaction that began
 * earlier may commit later, so each look begins at the oldest transaction that was still running at the last one, and
 * skips what was told.
 */
@Injectable()
export class RevocationFeed implements BeforeApplicationShutdown {
  private readonly log = new Logger('RevocationFeed');
  private readonly listeners = new Set<Listener>();
  private readonly arriving = new Map<Listener, Arrival>();
  /** The end of the last look, and what was told after it; undefined while nobody listens. */
  private seen: { readonly position: Position; readonly told: ReadonlySet<number> } | undefined;
  private platformId: string | null = null;
  private failing = false;
  private readonly loop = new BackgroundLoop(() => runInRequest({ ...CONTEXT }, () => this.look()), {
    intervalMs: POLL_MS,
    onFault: (error) => {
      if (!this.failing) this.log.warn({ err: error }, 'what has ended cannot be read; nobody is told anything until it can');
      this.failing = true;
    },
  });

  constructor(
    private readonly endings: Endings,
    private readonly tenants: Tenants,
  ) {
    endings.onEnding(() => {
      this.loop.kick();
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /**
   * Resolves when the listener has heard where it stands; whatever ends from now on, it hears of.
   * Rejects when Postgres cannot be asked.
   */
  join(listener: Listener): Promise<void> {
    return new Promise((resolve, reject) => {
      this.arriving.set(listener, { listener, resolve, reject });
      this.loop.start();
      this.loop.kick();
    });
  }

  leave(listener: Listener): void {
    this.listeners.delete(listener);
    this.arriving.get(listener)?.resolve();
    this.arriving.delete(listener);
    if (!this.idle) return;
    this.seen = undefined;
    void this.loop.stop();
  }

  private get idle(): boolean {
    return this.listeners.size + this.arriving.size === 0;
  }

  private async look(): Promise<void> {
    const arrivals = [...this.arriving.values()];
    try {
      const { position: from, told } = this.seen ?? { position: await this.endings.position(), told: new Set<number>() };
      const { endings, position: to } = await this.endings.since(from.xact, told.size + MAX_TOLD + 1);
      const fresh = endings.filter(({ seq }) => !told.has(seq));
      // This is another database (an older backup, for example): nobody knows what happened in it.
      const reset = to.xact < from.xact || fresh.length > MAX_TOLD;
      if (this.listeners.size > 0) {
        const revocations = reset ? [] : await this.revocationsOf(fresh);
        for (const listener of this.listeners) listener.hear({ revocations, reset, from, to });
      }
      // Whoever listened may have left meanwhile, and nobody keeps this up to date then.
      this.seen = this.idle ? undefined : { position: to, told: new Set(endings.filter(({ epoch }) => epoch >= to.xact).map(({ seq }) => seq)) };
      for (const arrival of arrivals) await this.welcome(arrival, to);
      this.failing = false;
    } catch (error) {
      for (const { listener, reject } of arrivals) if (this.arriving.delete(listener)) reject(error);
      throw error;
    }
  }

  /** Tells the listener what it missed, then its position. The next look finds what commits after this one. */
  private async welcome({ listener, resolve }: Arrival, to: Position): Promise<void> {
    const { since } = listener;
    const missed = await this.missedSince(since, to);
    const revocations = missed.kind === 'lost' ? [] : await this.revocationsOf(missed.endings);
    // It may have left meanwhile.
    if (!this.arriving.delete(listener)) return;
    this.listeners.add(listener);
    listener.hear({ revocations, reset: missed.kind === 'lost', from: since.kind === 'position' ? since.position : to, to });
    resolve();
  }

  private async missedSince(since: Beginning, to: Position): Promise<Missed> {
    if (since.kind === 'now') return { kind: 'found', endings: [] };
    if (since.kind === 'untold' || Math.abs(to.at - since.position.at) > this.endings.keptMs) return LOST;
    const { xact } = since.position;
    const { endings, next } = await this.endings.since(xact, MAX_TOLD + 1);
    return xact > next || endings.length > MAX_TOLD ? LOST : { kind: 'found', endings };
  }

  private async revocationsOf(endings: readonly Ending[]): Promise<Revocation[]> {
    if (endings.length === 0) return [];
    const members = await this.endings.hearers(endings.map(({ subject }) => subject));
    this.platformId ??= (await this.tenants.findPlatform())?.id ?? null;
    return revocationsOf(endings, members, this.platformId);
  }
}

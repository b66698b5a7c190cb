import { AsyncLocalStorage } from 'node:async_hooks';
import type { AuditDetails, AuditEvent } from '@authengine/contracts';

/** What is on record of a call: nothing yet, an event that its handler recorded itself or left to others, or the declared one as a success. */
export type OnRecord = 'nothing' | 'own' | 'declared';

/**
 * One call of an `@Audited` handler, from before its pipes until its outcome is on record: which
 * event it declares, what it told about it, and what of it has been committed.
 */
export class AuditedCall {
  /** The declared event's entry has one id whatever happens, so that no store keeps it twice. */
  entryId: string | undefined;
  private told: AuditDetails = {};
  private committed: OnRecord = 'nothing';
  private open = true;
  private readonly holding = new WeakSet<object>();

  constructor(
    readonly event: AuditEvent,
    /** The tenant that the route names. */
    readonly tenantId: string | null,
    /** What it is recorded under when it fails. */
    readonly refusal: AuditEvent = event,
  ) {}

  get details(): AuditDetails {
    return this.told;
  }

  get onRecord(): OnRecord {
    return this.committed;
  }

  /** Adds to what was told before; metadata is merged by name. */
  describe(details: AuditDetails): void {
    this.told = { ...this.told, ...details, metadata: { ...this.told.metadata, ...details.metadata } };
  }

  /** Notes that `transaction` holds an entry of this call, which counts once it has committed. */
  hold(transaction: object): void {
    this.holding.add(transaction);
  }

  /** Whether the declared event is still to be written when `transaction` commits. */
  isOwedBy(transaction: object): boolean {
    return this.open && this.committed === 'nothing' && !this.holding.has(transaction);
  }

  stands(as: OnRecord): void {
    if (this.committed !== 'own') this.committed = as;
  }

  /** The handler has ended: what still runs in its context is no part of it. */
  close(): void {
    this.open = false;
  }
}

const calls = new AsyncLocalStorage<AuditedCall | undefined>();

export function currentCall(): AuditedCall | undefined {
  return calls.getStore();
}

/** What `work` records is no part of the call that it runs in. */
export function outsideCalls<T>(work: () => T): T {
  return calls.run(undefined, work);
}

export function runInCall<T>(call: AuditedCall, work: () => T): T {
  return calls.run(call, work);
}

import { ContextValue, type AuditDetails, type AuditEvent } from '@authengine/contracts';

/**
 * What the log holds about a call: nothing yet; an event that its handler recorded itself or left to others; or the
 * declared event as a success.
 */
export type OnRecord = 'nothing' | 'own' | 'declared';

/**
 * One call of an `@Audited` handler, from before its pipes until its outcome is recorded: the declared event, its
 * details, and what is committed of it.
 */
export class AuditedCall {
  /** The declared event's entry always has the same id, so that no store keeps it twice. */
  entryId: string | undefined;
  private told: AuditDetails = {};
  private committed: OnRecord = 'nothing';
  private open = true;
  private readonly holding = new WeakSet<object>();

  constructor(
    readonly event: AuditEvent,
    /** The tenant in the route. */
    readonly tenantId: string | null,
    /** The event that records a failure. */
    readonly refusal: AuditEvent = event,
    /** The number of calls that one source may make is limited. */
    readonly limited = false,
  ) {}

  get details(): AuditDetails {
    return this.told;
  }

  get onRecord(): OnRecord {
    return this.committed;
  }

  /** Adds to the earlier details; metadata is merged by name. */
  describe(details: AuditDetails): void {
    this.told = { ...this.told, ...details, metadata: { ...this.told.metadata, ...details.metadata } };
  }

  /** Notes that `transaction` contains an entry of this call; it counts after the commit. */
  hold(transaction: object): void {
    this.holding.add(transaction);
  }

  /** Whether the declared event must still be written when `transaction` commits. */
  isOwedBy(transaction: object): boolean {
    return this.open && this.committed === 'nothing' && !this.holding.has(transaction);
  }

  stands(as: OnRecord): void {
    if (this.committed !== 'own') this.committed = as;
  }

  /** The handler has ended; work that still runs in its context is not part of the call. */
  close(): void {
    this.open = false;
  }
}

const calls = new ContextValue<AuditedCall | undefined>();

export function currentCall(): AuditedCall | undefined {
  return calls.get();
}

/** Runs `work` outside the current call, so that its entries do not belong to the call. */
export function outsideCalls<T>(work: () => T): T {
  return calls.run(undefined, work);
}

export function runInCall<T>(call: AuditedCall, work: () => T): T {
  return calls.run(call, work);
}

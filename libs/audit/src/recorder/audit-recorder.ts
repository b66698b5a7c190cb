import { AccessEvents, AuditTrail, currentRequest, ServerErrors, sourceKey, type AuditDetails, type AuditEvent, type RefusedAt } from '@authengine/contracts';
import { Clock, type DomainError } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable, Logger, Optional } from '@nestjs/common';
import type { AuditEntry } from '../entry/audit-entry.js';
import { composeEntry } from '../entry/compose-entry.js';
import { newEntryId } from '../entry/entry-id.js';
import { safeText } from '../entry/safe-text.js';
import { EventTelling } from '../listeners/event-telling.js';
import { AuditOutbox } from '../outbox/audit-outbox.js';
import { AuditRelay } from '../relay/audit-relay.js';
import { within } from '../within.js';
import { currentCall, type AuditedCall, type OnRecord } from './audited-call.js';
import { refusalOf, statusOfFailure, statusOfRefusal } from './refusal.js';
import { RefusalFloods } from './refusal-floods.js';

/** The answer to a refused request waits this long for its entry; the recording continues afterwards. */
const REFUSAL_WAIT_MS = 500;

/** Writes events into the outbox, in the transaction of the change they describe. */
@Injectable()
export class AuditRecorder extends AuditTrail {
  private readonly log = new Logger('AuditTrail');
  private readonly floods = new RefusalFloods();
  /** Errors whose refusal is recorded already: a filter may see an error that a handler has thrown. */
  private readonly met = new WeakSet<Error>();

  constructor(
    private readonly outbox: AuditOutbox,
    private readonly transactions: Transactions,
    private readonly relay: AuditRelay,
    private readonly clock: Clock,
    /** Absent when nobody can listen. */
    @Optional() private readonly telling?: EventTelling,
  ) {
    super();
    transactions.onBeforeCommit(() => this.beforeCommit());
  }

  async record(event: AuditEvent, details: AuditDetails = {}): Promise<void> {
    const call = currentCall();
    await this.put(composeEntry(event, details, { at: this.clock.now(), tenantId: call?.tenantId ?? null }), call, 'own');
  }

  async leaveToOthers(): Promise<void> {
    await this.stands(currentCall(), 'own');
  }

  describe(details: AuditDetails): void {
    currentCall()?.describe(details);
  }

  async refuse(event: AuditEvent | undefined, error: DomainError, where: RefusedAt): Promise<void> {
    if (this.met.has(error)) return;
    this.met.add(error);
    try {
      const told = this.countRefusal(`${error.code} ${safeText(where.route)}`, where.tenantId ?? null);
      if (told === null) return;
      const facts = { code: error.code, method: where.method, route: where.route, ...told };
      const details: AuditDetails = { status: statusOfRefusal(error.status) };
      await this.putRefusal(composeEntry(event ?? AccessEvents.requestRefused, details, { at: this.clock.now(), tenantId: where.tenantId ?? null, facts }));
    } catch (fault) {
      this.log.error({ err: fault, code: error.code }, 'a refusal could not be put on record');
    }
  }

  /**
   * The handler succeeded.
   * @throws ServerErrors.unavailable when its event cannot be recorded
   */
  async succeeded(call: AuditedCall): Promise<void> {
    call.close();
    if (call.onRecord === 'nothing') await this.put(this.declared(call), call, 'declared');
  }

  /** The handler has thrown. Never rejects: the error is the answer, whether or not it could be recorded. */
  async failed(call: AuditedCall, error: unknown): Promise<void> {
    call.close();
    if (error instanceof Error) {
      if (this.met.has(error)) return;
      this.met.add(error);
    }
    const { code, httpStatus } = refusalOf(error);
    if (!isOwed(call, httpStatus)) return;
    const counted = this.countFailure(call, code);
    if (counted === null) return;
    const told = call.details.status;
    const status = told === undefined || told === 'success' ? statusOfFailure(httpStatus) : told;
    await this.putRefusal(composeEntry(call.refusal, { ...call.details, status }, { at: this.clock.now(), tenantId: call.tenantId, facts: { code, ...counted } }));
  }

  /** Writes the declared event into the handler's first transaction that commits. */
  private async beforeCommit(): Promise<void> {
    const call = currentCall();
    if (call?.isOwedBy(this.transactions.manager)) await this.put(this.declared(call), call, 'declared');
  }

  private declared(call: AuditedCall): AuditEntry {
    call.entryId ??= newEntryId(this.clock.now());
    return composeEntry(call.event, call.details, { at: this.clock.now(), tenantId: call.tenantId, id: call.entryId });
  }

  private async put(entry: AuditEntry, call: AuditedCall | undefined, as: OnRecord): Promise<void> {
    const { telling } = this;
    if (!telling?.concerns(entry)) return this.append(entry, call, as);
    await this.transactions.run(async () => {
      await this.append(entry, call, as);
      await telling.tell(entry);
    });
  }

  private async append(entry: AuditEntry, call: AuditedCall | undefined, as: OnRecord): Promise<void> {
    try {
      await this.outbox.append(entry);
    } catch (cause) {
      throw ServerErrors.unavailable({ cause, log: { reason: 'an audit event could not be recorded', action: entry.action } });
    }
    await this.stands(call, as);
    await this.transactions.afterCommit(() => {
      this.relay.kick();
      return Promise.resolve();
    });
  }

  /** After the commit, the running transaction's entry counts as the record of the call. */
  private async stands(call: AuditedCall | undefined, as: OnRecord): Promise<void> {
    if (this.transactions.active) call?.hold(this.transactions.manager);
    await this.transactions.afterCommit(() => {
      call?.stands(as);
      return Promise.resolve();
    });
  }

  /** An entry that cannot be recorded goes to the process's log instead, and the request continues. */
  private async putRefusal(entry: AuditEntry): Promise<void> {
    const lost = { action: entry.action, status: entry.status, actor_id: entry.actorId, request_id: entry.requestId, code: entry.metadata['code'] };
    const put = this.put(entry, undefined, 'nothing').catch((error: unknown) => {
      this.log.error({ err: error, ...lost }, 'a refusal could not be put on record');
    });
    await within(REFUSAL_WAIT_MS, put, () => new Error('late')).catch(() => undefined);
  }

  /**
   * A handler's refusals are counted too, unless strangers reach it only so often: then every one of theirs is recorded.
   * A failure after a committed success is always recorded.
   */
  private countFailure(call: AuditedCall, code: string): { readonly repeated?: number } | null {
    if (call.onRecord !== 'nothing' || (call.limited && !currentRequest()?.principal)) return {};
    return this.countRefusal(`${code} ${call.refusal.name}`, call.details.tenantId ?? call.tenantId);
  }

  private countRefusal(kind: string, tenantId: string | null): { readonly repeated?: number } | null {
    const request = currentRequest();
    const principal = request?.principal;
    const caller = principal ? (principal.kind === 'user' ? principal.userId : principal.keyId) : sourceKey(request?.ip ?? null);
    return this.floods.tell({ caller, known: Boolean(principal), kind, tenantId }, this.clock.now());
  }
}

/**
 * Whether a failure must still be recorded. An entry of the handler's own is enough. A change that was committed as a
 * success stays a success when the server fails afterwards. A caller who is refused after a commit (of a counted
 * attempt, say) also needs the failure on record.
 */
function isOwed(call: AuditedCall, httpStatus: number): boolean {
  if (call.onRecord === 'nothing') return true;
  const told = call.details.status ?? 'success';
  return call.onRecord === 'declared' && told === 'success' && httpStatus < 500;
}

import type { DomainError } from '@authengine/kernel';
import type { AuditEvent, AuditStatus } from './audit-event.js';

export interface AuditDetails {
  /** The person who acts; the request's principal unless given. Null when nobody is known. */
  readonly actorId?: string | null | undefined;
  /**
   * The person who decided this does not make this request (an invitation gives its role when it is accepted). Address and
   * agent of the request belong to another person, so they are left out.
   */
  readonly actorAbsent?: boolean | undefined;
  readonly targetUserId?: string | null | undefined;
  readonly tenantId?: string | null | undefined;
  readonly resourceId?: string | null | undefined;
  readonly status?: AuditStatus | undefined;
  /** Only fields that the event declares are kept. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** The request that a guard refused. */
export interface RefusedAt {
  readonly method: string;
  /** The route's template, not the path: `/tenants/:id`. */
  readonly route: string;
  /** The tenant in the path, so that the refusal shows in that tenant's log. */
  readonly tenantId?: string | null | undefined;
}

/** The port through which features record audit events. Request id, address and agent come from the request. */
export abstract class AuditTrail {
  /**
   * Records `event`. Inside a transaction it commits and rolls back with it; outside, it is durable
   * when the promise resolves. It replaces the handler's own `@Audited` event.
   */
  abstract record(event: AuditEvent, details?: AuditDetails): Promise<void>;

  /**
   * The running transaction leaves the act, and its record, to later work. Once the transaction has committed, the
   * handler's own `@Audited` event is not recorded.
   */
  abstract leaveToOthers(): Promise<void>;

  /** Adds details to the handler's `@Audited` event, which is recorded with the handler's change. */
  abstract describe(details: AuditDetails): void;

  /**
   * Records that a guard refused a request, as the handler's own event or, without one, as `access.request.refused`. Many
   * refusals of one caller, or in one tenant, are counted in one entry. It never rejects, because a refusal counts also
   * when it cannot be recorded.
   */
  abstract refuse(event: AuditEvent | undefined, error: DomainError, where: RefusedAt): Promise<void>;
}

import type { DomainError } from '@authengine/kernel';
import type { AuditEvent, AuditStatus } from './audit-event.js';

export interface AuditDetails {
  /** Who did it; the request's principal unless given. `null` for nobody known. */
  readonly actorId?: string | null | undefined;
  /** Whoever did it is not who makes this request (an invitation gives its role once it is accepted): the address and the agent are another's, and left out. */
  readonly actorAbsent?: boolean | undefined;
  readonly targetUserId?: string | null | undefined;
  readonly tenantId?: string | null | undefined;
  readonly resourceId?: string | null | undefined;
  readonly status?: AuditStatus | undefined;
  /** Only what the event declares is kept. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** The request that a guard refused. */
export interface RefusedAt {
  readonly method: string;
  /** The route's template, not the path: `/tenants/:id`. */
  readonly route: string;
  /** The tenant that the path names, so that the refusal shows in that tenant's own log. */
  readonly tenantId?: string | null | undefined;
}

/** Where features put what happened. Request id, address and agent are added from the request. */
export abstract class AuditTrail {
  /**
   * Records `event`. Inside a transaction it commits and rolls back with it; outside, it is durable
   * when the promise resolves. It then stands for the handler's own `@Audited` event.
   */
  abstract record(event: AuditEvent, details?: AuditDetails): Promise<void>;

  /**
   * The running transaction leaves the handler's act to later work, which puts it on record: once that transaction has
   * committed, the handler's own `@Audited` event is not recorded for it.
   */
  abstract leaveToOthers(): Promise<void>;

  /** Adds details to the handler's `@Audited` event, to be recorded with the handler's change. */
  abstract describe(details: AuditDetails): void;

  /**
   * Records that a guard refused a request: under the handler's own event where it has one, else as
   * `access.request.refused`. Floods of refusals, of one caller or in one tenant, are counted, not repeated.
   * Never rejects: a refusal stands whether or not it could be recorded.
   */
  abstract refuse(event: AuditEvent | undefined, error: DomainError, where: RefusedAt): Promise<void>;
}

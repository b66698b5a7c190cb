import type { AuditEvent, AuditStatus } from './audit-event.js';

export interface AuditDetails {
  /** Who did it; the request's principal unless given. `null` for nobody known. */
  readonly actorId?: string | null | undefined;
  readonly targetUserId?: string | null | undefined;
  readonly tenantId?: string | null | undefined;
  readonly resourceId?: string | null | undefined;
  readonly status?: AuditStatus | undefined;
  /** Only what the event declares is kept. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** Where features put what happened. Request id, address and agent are added from the request. */
export abstract class AuditTrail {
  /**
   * Records `event`. Inside a transaction it commits and rolls back with it; outside, it is durable
   * when the promise resolves. It then stands for the handler's own `@Audited` event.
   */
  abstract record(event: AuditEvent, details?: AuditDetails): Promise<void>;

  /** Adds details to the handler's `@Audited` event, to be recorded with the handler's change. */
  abstract describe(details: AuditDetails): void;
}

import type { AuditEvent, AuditStatus } from '../audit/audit-event.js';

/** An audit event, as listeners get it. */
export interface HappenedEvent {
  /** The same each time the event is delivered again. */
  readonly id: string;
  readonly name: AuditEvent['name'];
  readonly status: AuditStatus;
  readonly at: Date;
  readonly actorId: string | null;
  readonly targetUserId: string | null;
  readonly tenantId: string | null;
  readonly resourceId: string | null;
  /** The fields that the event declares. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A listener is a method of a provider of any module. */
export type Listener = (event: HappenedEvent) => Promise<void>;

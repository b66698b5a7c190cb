import type { AuditEvent, AuditStatus } from '../audit/audit-event.js';

/** An audit event as its listeners are told of it. */
export interface HappenedEvent {
  /** Stays the same whenever the event is told again. */
  readonly id: string;
  readonly name: AuditEvent['name'];
  readonly status: AuditStatus;
  readonly at: Date;
  readonly actorId: string | null;
  readonly targetUserId: string | null;
  readonly tenantId: string | null;
  readonly resourceId: string | null;
  /** What the event declares. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What a listener is: a method of a provider of any module. */
export type Listener = (event: HappenedEvent) => Promise<void>;

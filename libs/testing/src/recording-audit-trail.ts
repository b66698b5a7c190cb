import { AuditTrail, type AuditDetails, type AuditEvent } from '@authengine/contracts';
import type { DomainError } from '@authengine/kernel';

export interface RecordedEvent {
  readonly name: string;
  readonly details: AuditDetails;
}

export interface RecordedRefusal {
  readonly event: string | undefined;
  readonly error: DomainError;
  readonly where: { readonly method: string; readonly route: string };
}

/** The audit trail's port for specs of libs that only speak to it: remembers what it is told. */
export class RecordingAuditTrail extends AuditTrail {
  readonly events: RecordedEvent[] = [];
  readonly refusals: RecordedRefusal[] = [];

  record(event: AuditEvent, details: AuditDetails = {}): Promise<void> {
    this.events.push({ name: event.name, details });
    return Promise.resolve();
  }

  leaveToOthers(): Promise<void> {
    return Promise.resolve();
  }

  describe(): void {
    // Fills in the event of a handler, which specs of services do not have.
  }

  refuse(event: AuditEvent | undefined, error: DomainError, where: RecordedRefusal['where']): Promise<void> {
    this.refusals.push({ event: event?.name, error, where });
    return Promise.resolve();
  }
}

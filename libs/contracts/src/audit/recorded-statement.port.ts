import type { AuditDetails } from './audit-trail.js';
import type { AuditEvent } from './audit-event.js';

/** An entry as two parameters of a statement. */
export interface EntryParameters {
  readonly id: string;
  readonly entry: string;
}

/** Where the statement has what belongs to its entry. */
export interface EntryPlaces {
  /** The CTE with the changed rows: each gets an entry, so it must have one at most. */
  readonly of: string;
  /** The placeholders of the `EntryParameters`. */
  readonly id: `$${number}`;
  readonly entry: `$${number}`;
  /** Columns of the changed row that are known only there, as uuid. */
  readonly actorId: string;
  readonly targetUserId: string;
}

/**
 * The port through which a feature makes a change and puts it on record in one statement: both are there, or neither. For
 * what happens so often that a transaction would cost too much; everything else uses `AuditTrail`.
 */
export abstract class RecordedStatementPort {
  /** The data-modifying CTE, without its name, that puts the change on record. */
  abstract sql(places: EntryPlaces): string;

  /**
   * Calls `write`, which runs the statement and resolves with null when it has changed nothing; what it changed replaces the
   * handler's own `@Audited` event. Resolves with null without calling it inside a transaction, and where somebody
   * listens to the event: it then needs a transaction, with `AuditTrail.record`.
   * @throws ServerErrors.unavailable when the entry cannot be added; nothing has changed then
   */
  abstract run<T>(event: AuditEvent, details: AuditDetails, write: (entry: EntryParameters) => Promise<T | null>): Promise<T | null>;
}

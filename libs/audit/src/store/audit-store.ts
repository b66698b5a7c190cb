import type { AuditStatus, PagePosition } from '@authengine/contracts';
import type { AuditEntry } from '../entry/audit-entry.js';
import type { PersonErasure } from '../erasure/without-person.js';

/** What entries are asked for; every field that is given must hold. Times are inclusive. */
export interface AuditFilter {
  readonly actorId?: string | undefined;
  readonly targetUserId?: string | undefined;
  readonly tenantId?: string | undefined;
  /** Any of these. */
  readonly actions?: readonly string[] | undefined;
  readonly resource?: string | undefined;
  /** Any of these; an empty list holds for no entry. */
  readonly statuses?: readonly AuditStatus[] | undefined;
  readonly requestId?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

export interface AuditWindow {
  readonly limit: number;
  /** Only entries older than this position. */
  readonly after?: PagePosition | undefined;
}

/** Where the audit log is kept for people to query. Entries are added, never taken away, and changed by an erasure alone. */
export abstract class AuditStore {
  /**
   * Resolves once every entry is durable. An entry whose id is there already is left as it is, so
   * that a batch may be handed over again. Rejects, within seconds, when any of them may be missing.
   */
  abstract append(entries: readonly AuditEntry[]): Promise<void>;

  /**
   * Makes of every entry that is kept what `withoutPerson` makes of it, where `personal` are the names
   * of metadata that are. Resolves once that is durable; may be asked for again. Rejects, within
   * seconds, when any of it may be left.
   */
  abstract erase(person: PersonErasure, personal: readonly string[]): Promise<void>;

  /** Newest first, by (createdAt, id). Rejects within seconds when the store cannot answer. */
  abstract query(filter: AuditFilter, window: AuditWindow): Promise<AuditEntry[]>;

  /** Rejects, within seconds, with the reason when the store cannot be reached. */
  abstract ready(): Promise<void>;
}

import type { AuditStatus, PagePosition } from '@authengine/contracts';
import type { AuditEntry } from '../entry/audit-entry.js';
import type { PersonErasure } from '../erasure/without-person.js';

/** A question to the store; every given field must match. Times are inclusive. */
export interface AuditFilter {
  /** Any of these. */
  readonly ids?: readonly string[] | undefined;
  readonly actorId?: string | undefined;
  readonly targetUserId?: string | undefined;
  /** Null: those of no tenant. */
  readonly tenantId?: string | null | undefined;
  /** Any of these. */
  readonly actions?: readonly string[] | undefined;
  readonly resource?: string | undefined;
  /** Any of these; an empty list matches no entry. */
  readonly statuses?: readonly AuditStatus[] | undefined;
  readonly ipAddress?: string | undefined;
  readonly requestId?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Entries that have one of these addresses in one of `ADDRESS_FIELDS`. */
  readonly naming?: readonly string[] | undefined;
}

export interface AuditWindow {
  readonly limit: number;
  /** Only entries older than this position. */
  readonly after?: PagePosition | undefined;
}

/** The store of the audit log that people query. Entries are added; only an erasure changes them, and only retention removes them. */
export abstract class AuditStore {
  /**
   * Resolves once every entry is durable. An entry whose id is there already stays as it is, so a batch may be sent
   * again. Rejects, within seconds, when any entry may be missing.
   */
  abstract append(entries: readonly AuditEntry[]): Promise<void>;

  /**
   * Applies `withoutPerson` to every stored entry; `personal` lists the names of personal metadata. Resolves once that
   * is durable, and may be called again. Rejects, within seconds, when an entry may be left unchanged.
   */
  abstract erase(person: PersonErasure, personal: readonly string[]): Promise<void>;

  /** For retention alone, once the log has these entries as expired. It may be called again. Rejects as `append` does. */
  abstract remove(ids: readonly string[]): Promise<void>;

  /** Newest first, by (createdAt, id). Rejects within seconds when the store cannot answer. */
  abstract query(filter: AuditFilter, window: AuditWindow): Promise<AuditEntry[]>;

  /** The entries with these ids, in any order; those that are not there are left out. Rejects as `query` does. */
  abstract find(ids: readonly string[]): Promise<AuditEntry[]>;

  /** Rejects with the reason, within seconds, when the store cannot be reached. */
  abstract ready(): Promise<void>;
}

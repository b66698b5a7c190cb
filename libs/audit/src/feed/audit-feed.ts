import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { AuditEntry } from '../entry/audit-entry.js';
import { AuditErasures } from '../erasure/audit-erasures.js';
import { withoutPerson } from '../erasure/without-person.js';
import { AuditStore } from '../store/audit-store.js';

export interface FeedRow {
  readonly position: string;
  readonly entryId: string;
  readonly action: string;
}

/** Before the first entry. */
export const FEED_START = '0';

/**
 * The entries of the log in the order in which the relay has shipped them: `AuditOutbox.remove` gives each its position, with
 * the relay's lock held until the commit. So whoever has seen a position has seen every lower one that there will ever be, however
 * long the transactions took that recorded the entries. Ids and times cannot promise that.
 */
@Injectable()
export class AuditFeed {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: AuditStore,
    private readonly erasures: AuditErasures,
  ) {}

  /** The rows after a position, of one tenant or of all (null). */
  rowsAfter(position: string, tenantId: string | null, limit: number): Promise<FeedRow[]> {
    return tenantId === null
      ? this.query('SELECT position, entry_id AS "entryId", action FROM audit_feed WHERE position > $1 ORDER BY position LIMIT $2', [position, limit])
      : this.query('SELECT position, entry_id AS "entryId", action FROM audit_feed WHERE tenant_id = $3 AND position > $1 ORDER BY position LIMIT $2', [position, limit, tenantId]);
  }

  /** The position of the last entry of all. */
  async end(): Promise<string> {
    const rows = await this.query<{ position: string | null }>('SELECT max(position) AS position FROM audit_feed', []);
    return rows[0]?.position ?? FEED_START;
  }

  /** The last entry, of one tenant or of all. */
  async last(tenantId: string | null): Promise<FeedRow | undefined> {
    const ofTenant = tenantId === null ? '' : 'WHERE tenant_id = $1';
    const rows = await this.query<FeedRow>(`SELECT position, entry_id AS "entryId", action FROM audit_feed ${ofTenant} ORDER BY position DESC LIMIT 1`, tenantId === null ? [] : [tenantId]);
    return rows[0];
  }

  /** Where an entry is, for those who may see it; null when there is none. */
  async positionOf(entryId: string, tenantId: string | null): Promise<string | null> {
    const rows = await this.query<{ position: string }>('SELECT position FROM audit_feed WHERE entry_id = $1 AND ($2::text IS NULL OR tenant_id = $2)', [entryId, tenantId]);
    return rows[0]?.position ?? null;
  }

  /** The highest position whose row is gone; rows below it may be gone too. */
  async prunedUpTo(): Promise<string> {
    const rows = await this.query<{ position: string }>('SELECT pruned_up_to AS position FROM audit_feed_horizon', []);
    return rows[0]?.position ?? FEED_START;
  }

  /**
   * The entries with these ids, in this order, without anything that was erased or is about to be. An entry that the store no
   * longer has is left out.
   * @throws ServerErrors.unavailable when the store cannot be reached
   */
  async entries(ids: readonly string[]): Promise<AuditEntry[]> {
    if (ids.length === 0) return [];
    const found = new Map((await this.store.query({ ids }, { limit: ids.length })).map((entry) => [entry.id, entry]));
    const entries = ids.flatMap((id) => found.get(id) ?? []);
    const erasures = await this.erasures.concerning(entries);
    const personal = await this.erasures.personalFields();
    return entries.map((entry) => erasures.reduce((left, erasure) => withoutPerson(left, erasure, personal), entry));
  }

  private query<Row>(sql: string, parameters: readonly unknown[]): Promise<Row[]> {
    return this.transactions.manager.query<Row[]>(sql, [...parameters]);
  }
}

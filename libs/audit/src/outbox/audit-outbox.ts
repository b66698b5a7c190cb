import { spellingsOf } from '@authengine/kernel';
import { ADVISORY_LOCKS, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { entryFromJson, entryToJson, type AuditEntry, type AuditEntryJson } from '../entry/audit-entry.js';
import { ADDRESS_FIELDS, type PersonErasure } from '../erasure/without-person.js';

/** Where entries wait for the store, for their places and for listeners. */
const WAITING = ['audit_outbox', 'audit_unplaced', 'event_deliveries'];
const concerning = (table: string): string => `
SELECT seq, entry FROM ${table}
 WHERE $1 IN (entry->>'actor_id', entry->>'target_user_id') OR EXISTS (SELECT 1 FROM unnest($3::text[]) AS field WHERE entry->'metadata'->>field = ANY($2))`;

const SHIPPED = `
WITH gone AS (DELETE FROM audit_outbox WHERE seq = ANY($1::bigint[]) RETURNING seq, id, entry)
INSERT INTO audit_feed (entry_id, tenant_id, action) SELECT id, entry->>'tenant_id', entry->>'action' FROM gone ORDER BY seq
ON CONFLICT (entry_id) DO NOTHING`;

/** To count more would take longer than a statement may. */
const COUNTED_AT_MOST = 1_000_000;
const LAG = `
SELECT (SELECT count(*)::int FROM (SELECT 1 FROM audit_outbox LIMIT $1) AS waiting) AS entries,
       coalesce((SELECT greatest(extract(epoch FROM now() - created_at), 0) FROM audit_outbox ORDER BY seq LIMIT 1), 0)::float8 AS "oldestSeconds"`;

export interface WaitingEntry {
  readonly seq: string;
  readonly entry: AuditEntry;
}

export interface OutboxLag {
  /** Up to a million. */
  readonly entries: number;
  /** 0 when none waits. */
  readonly oldestSeconds: number;
}

/**
 * Entries that are recorded and not yet confirmed by the store. They are in Postgres, together with the data they
 * describe.
 */
@Injectable()
export class AuditOutbox {
  constructor(private readonly transactions: Transactions) {}

  /** Joins the running transaction. An entry that is there already is not added again. */
  async append(entry: AuditEntry): Promise<void> {
    await this.query('INSERT INTO audit_outbox (id, entry) VALUES ($1, $2::jsonb) ON CONFLICT (id) DO NOTHING', [entry.id, JSON.stringify(entryToJson(entry))]);
  }

  /** The first `limit` entries, in the order in which they were recorded. */
  async oldest(limit: number): Promise<WaitingEntry[]> {
    const rows = await this.query<{ seq: string; entry: AuditEntryJson }>('SELECT seq, entry FROM audit_outbox ORDER BY seq LIMIT $1', [limit]);
    return rows.map(({ seq, entry }) => ({ seq, entry: entryFromJson(entry) }));
  }

  /** Replaces every waiting entry that may concern the person by the result of `change`. */
  async rewrite({ pseudonym, address }: PersonErasure, change: (entry: AuditEntry) => AuditEntry): Promise<void> {
    for (const table of WAITING) {
      const rows = await this.query<{ seq: string; entry: AuditEntryJson }>(concerning(table), [pseudonym, address === null ? [] : spellingsOf(address), ADDRESS_FIELDS]);
      for (const { seq, entry } of rows) {
        await this.query(`UPDATE ${table} SET entry = $2::jsonb WHERE seq = $1`, [seq, JSON.stringify(entryToJson(change(entryFromJson(entry))))]);
      }
    }
  }

  /** The store has these entries: they leave the outbox, and get their places in the feed, in one statement. */
  async remove(seqs: readonly string[]): Promise<void> {
    await this.query(SHIPPED, [seqs]);
  }

  /** The first `limit` entries that left without a place in the Merkle logs. */
  async unplaced(limit: number): Promise<WaitingEntry[]> {
    const rows = await this.query<{ seq: string; entry: AuditEntryJson }>('SELECT seq, entry FROM audit_unplaced ORDER BY seq LIMIT $1', [limit]);
    return rows.map(({ seq, entry }) => ({ seq, entry: entryFromJson(entry) }));
  }

  async placed(seqs: readonly string[]): Promise<void> {
    await this.query('DELETE FROM audit_unplaced WHERE seq = ANY($1::bigint[])', [seqs]);
  }

  /** The last waiting entry; null when none waits. */
  async newest(): Promise<string | null> {
    const rows = await this.query<{ seq: string | null }>('SELECT max(seq) AS seq FROM audit_outbox');
    return rows[0]?.seq ?? null;
  }

  /** Whether any entry up to `seq` still waits. */
  async holdsUpTo(seq: string): Promise<boolean> {
    const rows = await this.query<{ holds: boolean }>('SELECT EXISTS (SELECT 1 FROM audit_outbox WHERE seq <= $1) AS holds', [seq]);
    return rows[0]?.holds ?? false;
  }

  async size(): Promise<number> {
    const rows = await this.query<{ count: number }>('SELECT count(*)::int AS count FROM audit_outbox');
    return rows[0]?.count ?? 0;
  }

  /** How many entries wait, and how many seconds ago the first of them was recorded, by the database's clock. */
  async lag(): Promise<OutboxLag> {
    const rows = await this.query<OutboxLag>(LAG, [COUNTED_AT_MOST]);
    return rows[0] ?? { entries: 0, oldestSeconds: 0 };
  }

  /** Takes the lock to ship entries, for this transaction. False when another transaction, on any node, holds it. */
  async tryShippingLock(): Promise<boolean> {
    const rows = await this.query<{ locked: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS locked', [ADVISORY_LOCKS.auditRelay]);
    return rows[0]?.locked ?? false;
  }

  private query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.transactions.manager.query<Row[]>(sql, [...parameters]);
  }
}

import { Injectable } from '@nestjs/common';
import { KEPT_MINUTES } from '../kept-answers/kept-minutes.js';
import { Transactions } from '../transactions/transactions.js';
import type { CacheEntry, Replay } from './cache-store.js';

/** A change of a cache entry in the log. */
export interface LoggedCacheChange extends CacheEntry {
  readonly seq: number;
  readonly pending: boolean;
  /** The id of the change's transaction. */
  readonly epoch: number;
}

/** What is written of a change beside its cache entries. */
export interface LoggedAs {
  /** It ended something. */
  readonly ends: boolean;
  /** It is not in the shared cache yet. */
  readonly pending: boolean;
  /** By subject: the tenants whose keys hear of it. */
  readonly hearers: ReadonlyMap<string, readonly string[]>;
}

interface ChangeRow {
  readonly seq: string;
  readonly key: string;
  readonly version: string;
  readonly value: string;
  readonly subject: string;
  readonly pending: boolean;
  readonly xact: string;
}

const COLUMNS = 'change.seq, change.key, change.version, change.value, change.subject, change.pending, change.xact';

/** The changes of cache entries, in Postgres. They make the cache right again after any loss. */
@Injectable()
export class CacheChangeLog {
  constructor(private readonly transactions: Transactions) {}

  /** Joins the change's own transaction. The change is `pending` until `published`. */
  async append(entries: readonly CacheEntry[], { ends, pending, hearers }: LoggedAs): Promise<LoggedCacheChange[]> {
    // A kept answer to an earlier change of the same user, tenant or key is outdated now.
    await this.transactions.manager.query('DELETE FROM kept_answers WHERE subjects && $1::text[]', [entries.map((c) => c.subject)]);
    const rows = await this.transactions.manager.query<ChangeRow[]>(
      `INSERT INTO copy_changes AS change (key, version, value, subject, tenants, pending, ends, xact)
       SELECT key, version, value, subject, string_to_array(tenants, ',')::uuid[], $6, $7, pg_current_xact_id()::text::bigint
         FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[]) AS given (key, version, value, subject, tenants)
       RETURNING ${COLUMNS}`,
      [entries.map((c) => c.key), entries.map((c) => c.version), entries.map((c) => c.value), entries.map((c) => c.subject), entries.map((c) => (hearers.get(c.subject) ?? []).join(',')), pending, ends],
    );
    return rows.map(toEntry);
  }

  /** The cache has these changes now, so no older change of them is pending. */
  async published(entries: readonly CacheEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await this.transactions.manager.query(
      `UPDATE copy_changes change SET pending = false FROM unnest($1::text[], $2::bigint[]) AS held (key, version)
        WHERE change.pending AND change.key = held.key AND change.version <= held.version`,
      [entries.map((c) => c.key), entries.map((c) => c.version)],
    );
  }

  /** Committed ends of these users, tenants or keys, or of these cache entries, that may be missing in the cache. */
  async pendingOf(subjects: readonly string[], entries: readonly string[]): Promise<LoggedCacheChange[]> {
    const rows = await this.transactions.manager.query<ChangeRow[]>(`SELECT ${COLUMNS} FROM copy_changes change WHERE pending AND (subject = ANY($1::text[]) OR key = ANY($2::text[]))`, [subjects, entries]);
    return rows.map(toEntry);
  }

  /** All committed ends that may be missing in the cache: few, unless Redis has been away. */
  async allPending(): Promise<LoggedCacheChange[]> {
    return (await this.transactions.manager.query<ChangeRow[]>(`SELECT ${COLUMNS} FROM copy_changes change WHERE pending`)).map(toEntry);
  }

  /** The changes of the last `windowMs`, and the number of the newest change. */
  async changedWithin(windowMs: number): Promise<Replay> {
    const rows = await this.transactions.manager.query<ChangeRow[]>(
      `SELECT DISTINCT ON (key) ${COLUMNS} FROM copy_changes change
        WHERE created_at > now() - make_interval(secs => $1) ORDER BY key, version DESC`,
      [windowMs / 1000],
    );
    const entries = rows.map(toEntry);
    return { entries, epoch: entries.reduce((highest, { seq }) => Math.max(highest, seq), 0) };
  }

  /**
   * The changes committed since the `position` of an earlier call, and the next position. A position is the id of the
   * oldest transaction still running, so no running transaction is missed. What was restored into a younger server has ids that
   * this one has not reached, and would be found at every call: the replay has it.
   */
  async committedSince(position: string): Promise<{ entries: LoggedCacheChange[]; position: string }> {
    const rows = await this.transactions.manager.query<(Partial<ChangeRow> & { position: string })[]>(
      `SELECT bound.position, ${COLUMNS}
         FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS position, pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next) bound
         LEFT JOIN copy_changes change ON change.xact >= $1 AND change.xact < bound.next`,
      [position],
    );
    return { position: rows[0]?.position ?? position, entries: rows.flatMap((row) => (row.key === undefined || row.key === null ? [] : [toEntry(row as ChangeRow)])) };
  }

  /** The position from which `committedSince` finds every later change. */
  async position(): Promise<string> {
    const rows = await this.transactions.manager.query<{ position: string }[]>('SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS position');
    return rows[0]?.position ?? '0';
  }

  /** An epoch that includes everything that this transaction can see. */
  async visible(): Promise<number> {
    const rows = await this.transactions.manager.query<{ epoch: string }[]>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1 AS epoch');
    return Number(rows[0]?.epoch ?? 0);
  }

  /** Deletes changes that every cache entry is newer than, and kept answers that nobody asked for again. */
  async prune(windowMs: number): Promise<void> {
    await this.transactions.manager.query('DELETE FROM copy_changes WHERE created_at < now() - make_interval(secs => $1)', [windowMs / 1000]);
    await this.transactions.manager.query('DELETE FROM kept_answers WHERE created_at < now() - make_interval(mins => $1)', [KEPT_MINUTES]);
  }
}

function toEntry(row: ChangeRow): LoggedCacheChange {
  return { seq: Number(row.seq), key: row.key, version: Number(row.version), value: row.value, subject: row.subject, pending: row.pending, epoch: Number(row.xact) };
}

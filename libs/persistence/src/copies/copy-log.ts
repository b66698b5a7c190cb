import { Injectable } from '@nestjs/common';
import { Transactions } from '../transactions/transactions.js';
import type { Copy } from './copy-store.js';

interface ChangeRow {
  readonly key: string;
  readonly version: string;
  readonly value: string;
}

/** The changes of copies, in Postgres: what makes the copies right again after any loss. */
@Injectable()
export class CopyLog {
  constructor(private readonly transactions: Transactions) {}

  /** Part of the change's own transaction. */
  async append(copies: readonly Copy[]): Promise<void> {
    await this.transactions.manager.query(
      `INSERT INTO copy_changes (key, version, value, xact)
       SELECT key, version, value, pg_current_xact_id()::text::bigint
         FROM unnest($1::text[], $2::bigint[], $3::text[]) AS change (key, version, value)`,
      [copies.map((c) => c.key), copies.map((c) => c.version), copies.map((c) => c.value)],
    );
  }

  /** What has been changed in the last `windowMs`. */
  async changedWithin(windowMs: number): Promise<Copy[]> {
    const rows = await this.transactions.manager.query<ChangeRow[]>(
      `SELECT DISTINCT ON (key) key, version, value FROM copy_changes
        WHERE created_at > now() - make_interval(secs => $1) ORDER BY key, version DESC`,
      [windowMs / 1000],
    );
    return rows.map(toCopy);
  }

  /**
   * What has been committed since the `position` of an earlier call, and the next position. A
   * transaction still running at that call is not missed: the position is the oldest running one's id.
   */
  async committedSince(position: string): Promise<{ copies: Copy[]; position: string }> {
    const rows = await this.transactions.manager.query<(Partial<ChangeRow> & { position: string })[]>(
      `SELECT bound.position, change.key, change.version, change.value
         FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS position) bound
         LEFT JOIN copy_changes change ON change.xact >= $1`,
      [position],
    );
    return { position: rows[0]?.position ?? position, copies: rows.flatMap((row) => (row.key === undefined || row.key === null ? [] : [toCopy(row as ChangeRow)])) };
  }

  /** The position from which on `committedSince` tells everything new. */
  async position(): Promise<string> {
    const rows = await this.transactions.manager.query<{ position: string }[]>('SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS position');
    return rows[0]?.position ?? '0';
  }

  /** Forgets changes that no copy can be older than. */
  async prune(windowMs: number): Promise<void> {
    await this.transactions.manager.query('DELETE FROM copy_changes WHERE created_at < now() - make_interval(secs => $1)', [windowMs / 1000]);
  }
}

function toCopy(row: ChangeRow): Copy {
  return { key: row.key, version: Number(row.version), value: row.value };
}

import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { PLATFORM_LOG } from '../leaf/log-name.js';
import type { ByField } from '../leaf/personal-fields.js';
import { Frontier } from '../merkle/frontier.js';
import { nodesFrom } from '../merkle/kept-nodes.js';
import type { ReadNode } from '../merkle/proofs.js';

export interface LogHead {
  readonly log: string;
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  readonly begunAt: Date;
}

/** An entry's place in one log. */
export interface Place {
  readonly entryId: string;
  readonly index: number;
  readonly leaf: Buffer;
  readonly digests: ByField;
  readonly salts: ByField;
  /** The expiry with which the entry went. */
  readonly expiredBy: string | null;
}

interface HeadRow {
  readonly log: string;
  readonly origin: string;
  readonly size: string;
  readonly peaks: Buffer;
  readonly begun_at: Date;
}
interface PlaceRow extends Omit<Place, 'index'> {
  readonly index: string;
}

/** The columns of `audit_places` that say where an entry is in this log. */
const columnsOf = (log: string): { readonly index: string; readonly leaf: string; readonly within: string } =>
  log === PLATFORM_LOG ? { index: 'platform_index', leaf: 'platform_leaf', within: '$1::text IS NOT NULL' } : { index: 'tenant_index', leaf: 'tenant_leaf', within: 'tenant_log = $1' };

/** Reads the Merkle logs. */
@Injectable()
export class LogReader {
  constructor(private readonly transactions: Transactions) {}

  async head(log: string): Promise<LogHead | undefined> {
    return (await this.query<HeadRow>('SELECT log, origin, size, peaks, begun_at FROM audit_logs WHERE log = $1', [log])).map(headOf)[0];
  }

  /** Logs that have grown since their last checkpoint. */
  async grown(): Promise<LogHead[]> {
    const rows = await this.query<HeadRow>(
      'SELECT log, origin, size, peaks, begun_at FROM audit_logs head WHERE size > coalesce((SELECT max(made.size) FROM audit_checkpoints made WHERE made.log = head.log), 0) ORDER BY log',
    );
    return rows.map(headOf);
  }

  /** The platform's first, then the tenants'. */
  async names(): Promise<string[]> {
    return (await this.query<{ log: string }>('SELECT log FROM audit_logs ORDER BY log <> $1, log', [PLATFORM_LOG])).map(({ log }) => log);
  }

  /** Places from index `from` on, in order. */
  async places(log: string, from: number, limit: number): Promise<Place[]> {
    const { index, leaf, within } = columnsOf(log);
    const rows = await this.query<PlaceRow>(
      `SELECT entry_id AS "entryId", ${index} AS index, ${leaf} AS leaf, digests, salts, expired_by AS "expiredBy" FROM audit_places WHERE ${within} AND ${index} >= $2 ORDER BY ${index} LIMIT $3`,
      [log, from, limit],
    );
    return rows.map((row) => ({ ...row, index: Number(row.index) }));
  }

  async placeOf(log: string, entryId: string): Promise<Place | undefined> {
    const { index, leaf, within } = columnsOf(log);
    const rows = await this.query<PlaceRow>(`SELECT entry_id AS "entryId", ${index} AS index, ${leaf} AS leaf, digests, salts, expired_by AS "expiredBy" FROM audit_places WHERE ${within} AND entry_id = $2`, [log, entryId]);
    return rows.map((row) => ({ ...row, index: Number(row.index) }))[0];
  }

  /** Which of these entries have no place and wait for none. */
  async unknown(entryIds: readonly string[]): Promise<string[]> {
    const rows = await this.query<{ id: string }>(
      `SELECT id FROM unnest($1::uuid[]) AS id
        WHERE NOT EXISTS (SELECT 1 FROM audit_places WHERE entry_id = id) AND NOT EXISTS (SELECT 1 FROM audit_outbox waiting WHERE waiting.id = id.id)
          AND NOT EXISTS (SELECT 1 FROM audit_unplaced waiting WHERE waiting.id = id.id)`,
      [entryIds],
    );
    return rows.map(({ id }) => id);
  }

  /** Reads nodes of the tree as it is; for proofs. */
  nodes(log: string): ReadNode {
    const { index, leaf, within } = columnsOf(log);
    return nodesFrom(async (level, from, count) => {
      const rows =
        level === 0
          ? await this.query<{ hash: Buffer }>(`SELECT ${leaf} AS hash FROM audit_places WHERE ${within} AND ${index} >= $2 AND ${index} < $3 ORDER BY ${index}`, [log, from, from + count])
          : await this.query<{ hash: Buffer }>('SELECT hash FROM audit_nodes WHERE log = $1 AND level = $4 AND index >= $2 AND index < $3 ORDER BY index', [log, from, from + count, level]);
      return rows.map(({ hash }) => hash);
    });
  }

  private query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.transactions.manager.query<Row[]>(sql, [...parameters]);
  }
}

function headOf({ log, origin, size, peaks, begun_at }: HeadRow): LogHead {
  return { log, origin, size: Number(size), root: Frontier.of(Number(size), peaks).root(), begunAt: begun_at };
}

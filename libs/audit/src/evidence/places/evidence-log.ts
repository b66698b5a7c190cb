import type { Transactions } from '@authengine/persistence';
import { entryToJson, type AuditEntry, type AuditEntryJson } from '../../entry/audit-entry.js';
import { personalFields } from '../../erasure/personal-fields.js';
import { canonicalEntry } from '../leaf/leaf-data.js';
import { originOf, PLATFORM_LOG, tenantLog } from '../leaf/log-name.js';
import { personalEvidence } from '../leaf/personal-fields.js';
import { OpenLog, type Head } from './placing.js';

type HeadRow = Omit<Head, 'size'> & { readonly size: string };

const BEGIN_LOGS = `
INSERT INTO audit_logs (log, origin, peaks)
SELECT log, origin, '' FROM unnest($1::text[], $2::text[]) AS begun (log, origin) ON CONFLICT (log) DO NOTHING`;
const LOCK_HEADS = 'SELECT log, origin, size, peaks FROM audit_logs WHERE log = ANY($1) ORDER BY log <> $2, log FOR UPDATE';
const KEEP_PLACES = `
INSERT INTO audit_places (entry_id, platform_index, platform_leaf, tenant_log, tenant_index, tenant_leaf, digests, salts)
SELECT entry_id, platform_index, decode(platform_leaf, 'hex'), tenant_log, tenant_index, decode(tenant_leaf, 'hex'), digests, salts
  FROM jsonb_to_recordset($1::jsonb) AS place (
    entry_id uuid, platform_index bigint, platform_leaf text, tenant_log text, tenant_index bigint, tenant_leaf text, digests jsonb, salts jsonb)`;
const KEEP_NODES = `
INSERT INTO audit_nodes (log, level, index, hash)
SELECT log, level, index, decode(hash, 'hex') FROM jsonb_to_recordset($1::jsonb) AS node (log text, level smallint, index bigint, hash text)`;
const KEEP_HEADS = `
UPDATE audit_logs SET size = head.size, peaks = decode(head.peaks, 'hex')
  FROM jsonb_to_recordset($1::jsonb) AS head (log text, size bigint, peaks text) WHERE audit_logs.log = head.log`;

/** Gives entries their places in the Merkle logs. */
export class EvidenceLog {
  constructor(
    private readonly transactions: Transactions,
    private readonly appUrl: string,
  ) {}

  /**
   * Appends the entries to the platform's log and to their tenants', in this order; one that has its place keeps it.
   * Run it in the transaction that takes the entries out of the outbox: then each has exactly one place, whenever the
   * process is killed. Rows of `audit_logs` are locked, so appends never interleave.
   */
  async append(entries: readonly AuditEntry[]): Promise<void> {
    // Before the look at what has its place: of two that append the same, the second one sees what the first has done.
    await this.open([PLATFORM_LOG]);
    const unplaced = await this.unplaced(entries.map(entryToJson));
    if (unplaced.length === 0) return;
    const logs = await this.open([PLATFORM_LOG, ...new Set(unplaced.map(logOfTenant).filter((log) => log !== null))]);
    const personal = await personalFields(this.transactions);
    const places = unplaced.map((entry) => place(entry, logs, personal));
    await this.query(KEEP_PLACES, places);
    const ends = [...logs.values()].map((log) => log.end());
    const nodes = ends.flatMap((end) => end.nodes.map(({ level, index, hash }) => ({ log: end.head.log, level, index, hash: hash.toString('hex') })));
    if (nodes.length > 0) await this.query(KEEP_NODES, nodes);
    await this.query(KEEP_HEADS, ends.map(({ head }) => ({ log: head.log, size: head.size, peaks: head.peaks.toString('hex') })));
  }

  private async unplaced(entries: readonly AuditEntryJson[]): Promise<AuditEntryJson[]> {
    const placed = await this.transactions.manager.query<{ entry_id: string }[]>('SELECT entry_id FROM audit_places WHERE entry_id = ANY($1::uuid[])', [entries.map(({ id }) => id)]);
    const known = new Set(placed.map(({ entry_id }) => entry_id));
    return entries.filter(({ id }) => !known.has(id) && known.add(id));
  }

  /** Everybody locks the platform's row first, so nobody waits for a log while holding another. */
  private async open(logs: readonly string[]): Promise<ReadonlyMap<string, OpenLog>> {
    const { manager } = this.transactions;
    const lock = (): Promise<HeadRow[]> => manager.query<HeadRow[]>(LOCK_HEADS, [logs, PLATFORM_LOG]);
    let rows = await lock();
    const known = new Set(rows.map(({ log }) => log));
    const begun = logs.filter((log) => !known.has(log));
    if (begun.length > 0) {
      await manager.query(BEGIN_LOGS, [begun, begun.map((log) => originOf(log, this.appUrl))]);
      rows = await lock();
    }
    return new Map(rows.map((row) => [row.log, new OpenLog({ ...row, size: Number(row.size) })]));
  }

  private async query(sql: string, rows: readonly object[]): Promise<void> {
    await this.transactions.manager.query(sql, [JSON.stringify(rows)]);
  }
}

function logOfTenant(entry: AuditEntryJson): string | null {
  return entry.tenant_id === null ? null : tenantLog(entry.tenant_id);
}

function place(entry: AuditEntryJson, logs: ReadonlyMap<string, OpenLog>, personal: readonly string[]): object {
  const { digests, salts } = personalEvidence(entry, personal);
  const canonical = canonicalEntry(entry, digests);
  const ofTenant = logOfTenant(entry);
  const platform = logs.get(PLATFORM_LOG)?.append(canonical);
  const tenant = ofTenant === null ? undefined : logs.get(ofTenant)?.append(canonical);
  return {
    entry_id: entry.id,
    platform_index: platform?.index,
    platform_leaf: platform?.leaf.toString('hex'),
    tenant_log: ofTenant,
    tenant_index: tenant?.index,
    tenant_leaf: tenant?.leaf.toString('hex'),
    digests,
    salts,
  };
}

import { stringify } from 'csv-stringify/sync';
import { entryToJson, type AuditEntry, type AuditEntryJson } from '../entry/audit-entry.js';

export const EXPORT_FORMATS = ['jsonl', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

interface Format {
  readonly mediaType: string;
  /** Before the first entry. */
  readonly head: string;
  readonly lines: (entries: readonly AuditEntry[]) => string;
}

const COLUMNS: readonly (keyof AuditEntryJson)[] = [
  'id', 'created_at', 'action', 'status', 'resource', 'resource_id', 'actor_id', 'target_user_id', 'tenant_id', 'ip_address', 'user_agent', 'request_id', 'metadata',
];

export const FORMATS: Readonly<Record<ExportFormat, Format>> = {
  jsonl: {
    mediaType: 'application/x-ndjson',
    head: '',
    lines: (entries) => entries.map((entry) => `${JSON.stringify(entryToJson(entry))}\n`).join(''),
  },
  csv: {
    mediaType: 'text/csv; charset=utf-8; header=present',
    head: csv([COLUMNS]),
    lines: (entries) => csv(entries.map(entryToJson).map((entry) => COLUMNS.map((column) => (column === 'metadata' ? JSON.stringify(entry.metadata) : entry[column])))),
  },
};

/** User agents and names come from anywhere, and spreadsheets run a cell that begins like a formula. */
function csv(rows: readonly (readonly unknown[])[]): string {
  return stringify(rows as unknown[][], { escape_formulas: true, record_delimiter: '\r\n' });
}

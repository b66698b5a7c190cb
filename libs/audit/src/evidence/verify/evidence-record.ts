import type { AuditEntryJson } from '../../entry/audit-entry.js';
import type { ByField } from '../leaf/personal-fields.js';

/** One entry of a log, with what its place proves. */
export interface EvidenceRecord {
  readonly index: number;
  readonly entryId: string;
  /** Null when the store does not have it. */
  readonly entry: AuditEntryJson | null;
  /** The hash of its leaf, as the log has it. */
  readonly leaf: Buffer;
  readonly digests: ByField;
  readonly salts: ByField;
  /** The expiry with which the entry went, since it was kept long enough. */
  readonly expiredBy?: string | null;
}

export type FaultKind = 'altered' | 'missing' | 'added' | 'reordered' | 'cut' | 'wrongly_erased' | 'rewritten' | 'forked' | 'withdrawn' | 'unsigned' | 'unknown_key' | 'unwitnessed';

/** Something that a log without tampering does not have. */
export interface EvidenceFault {
  readonly kind: FaultKind;
  readonly origin: string;
  /** The first entry that it concerns, where one is known. */
  readonly index: number | null;
  readonly entryId: string | null;
  readonly message: string;
}

export const atEntry = (kind: FaultKind, origin: string, { index, entryId }: Pick<EvidenceRecord, 'index' | 'entryId'>, message: string): EvidenceFault => ({ kind, origin, index, entryId, message });

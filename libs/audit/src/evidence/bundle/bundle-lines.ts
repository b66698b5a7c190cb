import type { AuditEntryJson } from '../../entry/audit-entry.js';
import type { ByField } from '../leaf/personal-fields.js';

export const BUNDLE_FORMAT = 'authengine-audit-evidence/1';

/** The lines of an evidence bundle (JSON Lines), in this order; there may be many of all but the first and the last. */
export type BundleLine =
  | { readonly type: 'log'; readonly format: typeof BUNDLE_FORMAT; readonly origin: string; readonly size: number }
  | { readonly type: 'checkpoint'; readonly note: string }
  | {
      readonly type: 'entry';
      readonly index: number;
      /** The leaf's hash, in base64. */
      readonly leaf: string;
      readonly digests: ByField;
      readonly salts: ByField;
      readonly id: string;
      readonly entry: AuditEntryJson | null;
      /** The expiry with which the entry went; an entry of the log has it on record. */
      readonly expired_by?: string;
    }
  /** Somebody whose traces entries of this log lost; without a name when only an address was removed. */
  | { readonly type: 'erasure'; readonly pseudonym: string | null; readonly erased_at: string }
  | { readonly type: 'end'; readonly entries: number };

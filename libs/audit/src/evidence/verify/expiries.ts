import { LeafSum } from '../../retention/leaf-sum.js';
import { RetentionEvents } from '../../retention/retention.events.js';
import { atEntry, type EvidenceFault, type EvidenceRecord } from './evidence-record.js';

const PLATFORM = /\/audit\/platform$/;

interface Gone {
  readonly sum: LeafSum;
  readonly first: EvidenceRecord;
}

/** The entries that went since they were kept long enough: each belongs to an expiry that the log has on record. */
export class Expiries {
  private readonly gone = new Map<string, Gone>();
  private readonly onRecord = new Map<string, string>();
  private total = 0;

  constructor(private readonly origin: string) {}

  get count(): number {
    return this.total;
  }

  add(record: EvidenceRecord): void {
    const { entry, expiredBy, leaf } = record;
    if (expiredBy) {
      const known = this.gone.get(expiredBy) ?? { sum: new LeafSum(), first: record };
      known.sum.add(leaf);
      this.gone.set(expiredBy, known);
      this.total += 1;
    } else if (entry?.action === RetentionEvents.expired.name && entry.status === 'success') {
      const { expiry_id: id, entries, platform_leaves, tenant_leaves } = entry.metadata;
      this.onRecord.set(String(id), told(entries, PLATFORM.test(this.origin) ? platform_leaves : tenant_leaves));
    }
  }

  /** Call it once, after the last entry: an expiry is on record after what went with it. */
  faults(): EvidenceFault[] {
    return [...this.gone].flatMap(([id, { sum, first }]) => {
      const expected = this.onRecord.get(id);
      if (expected === undefined) return [atEntry('missing', this.origin, first, `the entry is gone, and no expiry ${id} is on record`)];
      return told(sum.count, sum.end()) === expected ? [] : [atEntry('missing', this.origin, first, `other entries are gone than the expiry ${id} has on record`)];
    });
  }
}

const told = (count: unknown, leaves: unknown): string => `${String(count)} ${String(leaves)}`;

import { isPlatform } from '../leaf/log-name.js';
import { Frontier } from '../merkle/frontier.js';
import { CheckpointChecks, type TrustedCheckpoint } from './checkpoint-checks.js';
import { checkRecord, lostFields } from './check-record.js';
import { atEntry, type EvidenceFault, type EvidenceRecord } from './evidence-record.js';
import { Expiries } from './expiries.js';
import { LawfulErasures, lossOf, type KnownErasure, type Loss } from './lawful-erasures.js';

/** Beyond these nobody reads on. */
const MAX_FAULTS = 20;

export interface VerifiedLog {
  readonly origin: string;
  readonly entries: number;
  /** How many of them signed checkpoints prove. */
  readonly proven: number;
  /** How many of them checkpoints prove that a witness has cosigned, by the name of each witness that was asked about. */
  readonly cosigned: ReadonlyMap<string, number>;
  readonly erasedEntries: number;
  /** How many went, since they were kept as long as the settings say. */
  readonly expiredEntries: number;
  /** In the order of the entries. */
  readonly faults: readonly EvidenceFault[];
}

export interface EndOfLog {
  /** The size that the log claims. */
  readonly size: number;
  readonly erasures: readonly KnownErasure[];
  /** Entries from before this time must have a checkpoint. */
  readonly signedBefore: Date;
  /** People whose erasure is on record in the platform's log; undefined where that log is not at hand. */
  readonly onRecord?: ReadonlySet<string> | undefined;
}

/** Verifies one log: hand over its entries in order, then the end. It needs no store and no network. */
export class LogVerifier {
  private readonly frontier = Frontier.empty();
  private readonly checks: CheckpointChecks;
  private readonly expiries: Expiries;
  private readonly faults: EvidenceFault[] = [];
  private readonly losses: Loss[] = [];
  private readonly erasedOnRecord = new Set<string>();
  /** The first place that had no entry when the next one came. */
  private gap: { readonly index: number; found: boolean } | undefined;
  /** The first entry after the last matching checkpoint. */
  private unproven: { readonly index: number; readonly at: Date } | undefined;

  /**
   * `erasingActions`: the names of events that put a person's erasure on record. `witnesses`: the names of those who cosign the
   * platform's log; tenants' logs have no cosignatures.
   */
  constructor(
    private readonly origin: string,
    checkpoints: readonly TrustedCheckpoint[],
    private readonly erasingActions: ReadonlySet<string>,
    witnesses: readonly string[] = [],
  ) {
    this.checks = new CheckpointChecks(origin, checkpoints, isPlatform(origin) ? witnesses : []);
    this.expiries = new Expiries(origin);
    this.checks.at(0, () => this.frontier.root());
  }

  /** People whose erasure the entries so far put on record. */
  get onRecord(): ReadonlySet<string> {
    return this.erasedOnRecord;
  }

  add(record: EvidenceRecord): void {
    if (!this.isNext(record)) return;
    const fault = checkRecord(this.origin, record);
    if (fault) this.report(fault);
    this.expiries.add(record);
    if (!record.expiredBy) this.note(record);
    this.frontier.append(record.leaf);
    this.checks.at(this.frontier.size, () => this.frontier.root());
    if (this.checks.proven === this.frontier.size) this.unproven = undefined;
    else if (record.entry) this.unproven ??= { index: record.index, at: new Date(record.entry.created_at) };
  }

  end({ size, erasures, onRecord, signedBefore }: EndOfLog): VerifiedLog {
    const entries = this.frontier.size;
    if (this.gap) {
      if (!this.gap.found) this.report(this.atPlace('missing', this.gap.index, 'the log has no entry at this place'));
    }
    else if (size > entries) this.report(this.atPlace('cut', entries, `the log says that it has ${size} entries, and ${entries} are there`));
    const lawful = new LawfulErasures(erasures);
    for (const fault of this.expiries.faults()) this.report(fault);
    for (const loss of this.losses) this.judge(loss, lawful, onRecord);
    // Without all entries, roots prove nothing more.
    const ofCheckpoints = this.gap === undefined ? this.checks.end(entries) : [];
    const faults = [...this.faults, ...ofCheckpoints];
    if (faults.length === 0 && this.unproven && this.unproven.at < signedBefore) faults.push(this.atPlace('unsigned', this.unproven.index, 'no signed checkpoint proves this entry and those after it'));
    faults.sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
    return { origin: this.origin, entries, proven: this.checks.proven, cosigned: this.checks.cosignedBy, erasedEntries: this.losses.length, expiredEntries: this.expiries.count, faults };
  }

  /** Whether the entry comes right after the one before it. After a gap, only the missing one is looked for. */
  private isNext(record: EvidenceRecord): boolean {
    const expected = this.frontier.size;
    if (this.gap === undefined && record.index === expected) return true;
    if (this.gap === undefined && record.index > expected) this.gap = { index: expected, found: false };
    else if (record.index <= expected) {
      this.report(atEntry('reordered', this.origin, record, 'the entry comes after later ones'));
      if (this.gap?.index === record.index) this.gap.found = true;
    }
    return false;
  }

  private note(record: EvidenceRecord): void {
    const { entry } = record;
    if (entry === null) return;
    if (entry.target_user_id !== null && entry.status === 'success' && this.erasingActions.has(entry.action)) this.erasedOnRecord.add(entry.target_user_id);
    const lost = lostFields(record);
    if (lost.length > 0) this.losses.push(lossOf(entry, record.index, lost));
  }

  private judge(loss: Loss, lawful: LawfulErasures, onRecord: ReadonlySet<string> | undefined): void {
    const field = lawful.unlawful(loss);
    if (field !== undefined) return this.report(atEntry('wrongly_erased', this.origin, loss, `${field} is gone, and no erasure of a person allows that`));
    const stranger = onRecord && lawful.peopleOf(loss).find((id) => !onRecord.has(id));
    if (stranger !== undefined) this.report(atEntry('wrongly_erased', this.origin, loss, `${loss.fields.join(', ')}: gone for the erasure of ${stranger}, which is not on record`));
  }

  private atPlace(kind: EvidenceFault['kind'], index: number, message: string): EvidenceFault {
    return { kind, origin: this.origin, index, entryId: null, message };
  }

  private report(fault: EvidenceFault): void {
    if (this.faults.length < MAX_FAULTS) this.faults.push(fault);
  }
}

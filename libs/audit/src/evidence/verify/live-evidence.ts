import { erasingEvents } from '@authengine/contracts';
import { Clock } from '@authengine/kernel';
import { Settings } from '@authengine/config';
import { Injectable } from '@nestjs/common';
import { entryToJson, type AuditEntry } from '../../entry/audit-entry.js';
import { AuditErasures } from '../../erasure/audit-erasures.js';
import { withoutPerson } from '../../erasure/without-person.js';
import { AuditRelay } from '../../relay/audit-relay.js';
import { AuditStore } from '../../store/audit-store.js';
import type { BundleLine } from '../bundle/bundle-lines.js';
import { bundleLines } from '../bundle/write-bundle.js';
import { Checkpoints } from '../checkpoints/checkpoints.js';
import { SigningKeys } from '../keys/signing-keys.js';
import { PLATFORM_LOG } from '../leaf/log-name.js';
import type { NamedKey } from '../notes/signed-note.js';
import { LogReader, type LogHead } from '../places/log-reader.js';
import type { TrustedCheckpoint } from './checkpoint-checks.js';
import type { EvidenceFault, EvidenceRecord } from './evidence-record.js';
import { givenCheckpoints, type TrustedKeys } from './given-checkpoints.js';
import { LogVerifier, type VerifiedLog } from './log-verifier.js';

const PAGE = 1_000;
/** A checkpoint that takes longer than the interval and this has been prevented. */
const GRACE_MS = 600_000;
const FLUSH_MS = 60_000;

export interface VerifyOptions {
  /** Signed notes from outside: of anchors, or of somebody who was shown one. */
  readonly notes: readonly string[];
  /** Public keys to trust in place of those of the database. */
  readonly publicKeys?: readonly Buffer[] | undefined;
  /** Witnesses that must have cosigned checkpoints of the platform's log. */
  readonly witnesses?: readonly NamedKey[] | undefined;
  /** Only this log, and the platform's. */
  readonly log?: string | undefined;
  readonly onProgress?: ((origin: string, done: number, of: number) => void) | undefined;
}

/** Verifies the logs of the stores that this process uses. */
@Injectable()
export class LiveEvidence {
  constructor(
    private readonly relay: AuditRelay,
    private readonly reader: LogReader,
    private readonly store: AuditStore,
    private readonly erasures: AuditErasures,
    private readonly checkpoints: Checkpoints,
    private readonly keys: SigningKeys,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** The platform's log first; it has the erasures on record, whose traces are in the other logs. */
  async *verify(options: VerifyOptions): AsyncGenerator<VerifiedLog> {
    const begun = this.clock.now();
    await this.relay.flush(FLUSH_MS);
    let onRecord: ReadonlySet<string> | undefined;
    const names = await this.reader.names();
    for (const log of options.log === undefined ? names : [...new Set([PLATFORM_LOG, options.log])]) {
      const { verified, recorded } = await this.verifyLog(log, options, begun, onRecord);
      onRecord ??= recorded;
      yield verified;
    }
  }

  /**
   * A log as an evidence bundle, signed to its end first; undefined when there is no such log.
   * @throws ContradictionError when somebody has rewritten the log
   */
  async bundle(log: string): Promise<AsyncGenerator<BundleLine> | undefined> {
    await this.relay.flush(FLUSH_MS);
    const [checkpoint, head] = [await this.checkpoints.now(log), await this.reader.head(log)];
    if (!checkpoint || !head) return undefined;
    const notes = (await this.checkpoints.all(log)).filter(({ size }) => size <= checkpoint.size).map(({ note }) => note);
    return bundleLines({ origin: head.origin, size: checkpoint.size, notes, records: this.records(log, checkpoint.size), erasures: () => this.erasures.all() });
  }

  /** The entries of a log up to `size`, in order, with what their places prove. */
  private async *records(log: string, size: number): AsyncGenerator<EvidenceRecord> {
    for (let from = 0; from < size; ) {
      const places = (await this.reader.places(log, from, Math.min(PAGE, size - from))).filter(({ index }) => index < size);
      const entries = await this.entries(places.map(({ entryId }) => entryId));
      for (const place of places) {
        const entry = entries.get(place.entryId);
        yield { ...place, entry: entry ? entryToJson(entry) : null };
      }
      if (places.length === 0) return;
      from = (places.at(-1)?.index ?? size) + 1;
    }
  }

  private async verifyLog(log: string, options: VerifyOptions, begun: Date, onRecord: ReadonlySet<string> | undefined): Promise<{ verified: VerifiedLog; recorded: ReadonlySet<string> }> {
    const own = await this.checkpoints.all(log);
    const head = await this.reader.head(log);
    const origin = head?.origin ?? log;
    const publicKeys = options.publicKeys ?? (await this.keys.published()).map(({ publicKey }) => publicKey);
    const { witnesses = [] } = options;
    const trusted = this.trusted(origin, own.map(({ note }) => note), options.notes, { publicKeys, witnesses });
    const verifier = new LogVerifier(origin, trusted.checkpoints, new Set(erasingEvents()), witnesses.map(({ name }) => name));
    const size = head?.size ?? 0;
    let done = 0;
    for await (const record of this.records(log, size)) {
      verifier.add(record);
      done += 1;
      if (done % PAGE === 0 || done === size) options.onProgress?.(origin, done, size);
    }
    const recorded = new Set(verifier.onRecord);
    const erasures = await this.erasures.all();
    // Whoever was erased meanwhile is put on record by an entry after the head.
    const meanwhile = erasures.filter(({ erasedAt }) => erasedAt >= begun && erasedAt <= this.clock.now()).map(({ pseudonym }) => pseudonym);
    const signedBefore = new Date(begun.getTime() - GRACE_MS - this.settings.values.AUDIT_CHECKPOINT_SECONDS * 1_000);
    const verified = verifier.end({ size, erasures, signedBefore, onRecord: new Set([...(onRecord ?? recorded), ...meanwhile]) });
    const added = log === PLATFORM_LOG && head ? await this.added(head) : [];
    return { verified: { ...verified, faults: [...trusted.faults, ...verified.faults, ...added] }, recorded };
  }

  private trusted(origin: string, own: readonly string[], given: readonly string[], keys: TrustedKeys): { checkpoints: TrustedCheckpoint[]; faults: EvidenceFault[] } {
    const ours = givenCheckpoints(origin, own, keys, true);
    const theirs = givenCheckpoints(origin, given, keys, false);
    return { checkpoints: [...ours.checkpoints, ...theirs.checkpoints], faults: [...ours.faults, ...theirs.faults] };
  }

  /** Entries from after the log's beginning that are in the store, and in no log. */
  private async added({ origin, begunAt }: LogHead): Promise<EvidenceFault[]> {
    for (let after: AuditEntry | undefined; ; ) {
      const page = await this.store.query({ from: begunAt }, { limit: PAGE, after });
      const [entryId] = await this.reader.unknown(page.map(({ id }) => id));
      if (entryId !== undefined) return [{ kind: 'added', origin, index: null, entryId, message: 'the entry is in the store and in no log' }];
      if (page.length < PAGE) return [];
      after = page.at(-1);
    }
  }

  /** As they are once every erasure is carried out. */
  private async entries(ids: readonly string[]): Promise<ReadonlyMap<string, AuditEntry>> {
    const entries = await this.store.find(ids);
    const erasures = await this.erasures.concerning(entries);
    const personal = await this.erasures.personalFields();
    return new Map(entries.map((entry) => [entry.id, erasures.reduce((left, erasure) => withoutPerson(left, erasure, personal), entry)]));
  }
}

import { Settings } from '@authengine/config';
import { AuditTrail, RequestErrors } from '@authengine/contracts';
import { Injectable } from '@nestjs/common';
import { entryToJson } from '../../entry/audit-entry.js';
import { AuditEntryDto } from '../../log/dto/audit-entry.dto.js';
import { AuditRelay } from '../../relay/audit-relay.js';
import { AuditStore } from '../../store/audit-store.js';
import { Checkpoints, ContradictionError, type MadeCheckpoint } from '../checkpoints/checkpoints.js';
import { SigningKeys } from '../keys/signing-keys.js';
import { canonicalEntry, leafData } from '../leaf/leaf-data.js';
import { originOf, PLATFORM_LOG } from '../leaf/log-name.js';
import { consistencyProof, inclusionProof, rootAt } from '../merkle/proofs.js';
import { verifierKey } from '../notes/signed-note.js';
import { LogReader, type LogHead } from '../places/log-reader.js';
import type { CheckpointDto, ConsistencyProofDto, EvidenceKeysDto, InclusionProofDto } from './dto/evidence.dto.js';
import type { ConsistencyQuery, InclusionQuery } from './dto/proof-query.dto.js';
import { EvidenceErrors } from './evidence.errors.js';

/** What the routes of one log answer; `log` decides alone whose entries they are about. */
@Injectable()
export class EvidenceAnswers {
  constructor(
    private readonly checkpoints: Checkpoints,
    private readonly reader: LogReader,
    private readonly keys: SigningKeys,
    private readonly store: AuditStore,
    private readonly relay: AuditRelay,
    private readonly trail: AuditTrail,
    private readonly settings: Settings,
  ) {}

  /** @throws EvidenceErrors.no_checkpoint */
  async newest(log: string): Promise<CheckpointDto> {
    return this.checkpointOf(log, await this.checkpoints.newest(log));
  }

  /**
   * Signs what was committed before the call.
   * @throws EvidenceErrors.no_checkpoint for a log without entries
   * @throws EvidenceErrors.contradicted when somebody has rewritten the log
   */
  async sign(log: string): Promise<CheckpointDto> {
    await this.relay.flush();
    const made = await this.checkpoints.now(log).catch((cause: unknown) => {
      throw cause instanceof ContradictionError ? EvidenceErrors.contradicted({ cause }) : cause;
    });
    this.trail.describe({ metadata: { size: made?.size ?? 0 } });
    return this.checkpointOf(log, made);
  }

  /**
   * @throws EvidenceErrors.entry_unknown, also for another log's entry
   * @throws EvidenceErrors.not_signed_yet
   * @throws RequestErrors.invalid for a size at which the log did not have the entry, or never was
   */
  async inclusion(log: string, { entry_id, size: asked }: InclusionQuery): Promise<InclusionProofDto> {
    const id = entry_id.toLowerCase();
    this.trail.describe({ metadata: { entry_id: id } });
    await this.relay.flush();
    const [head, place, [entry]] = [await this.reader.head(log), await this.reader.placeOf(log, id), await this.store.find([id])];
    if (!head || !place || !entry) throw EvidenceErrors.entry_unknown();
    const size = asked ?? (await this.checkpoints.newest(log))?.size ?? 0;
    if (asked === undefined && size <= place.index) throw EvidenceErrors.not_signed_yet();
    if (size <= place.index || size > head.size) throw outOfRange('size', place.index + 1, head.size);
    const json = entryToJson(entry);
    return {
      origin: head.origin,
      index: place.index,
      size,
      leaf_hash: place.leaf.toString('base64'),
      leaf: leafData(canonicalEntry(json, place.digests), place.index, head.origin),
      proof: inBase64(await inclusionProof(place.index, size, this.reader.nodes(log))),
      checkpoint: (await this.checkpoints.ofSize(log, size))?.note ?? null,
      entry: AuditEntryDto.of(entry),
      salts: { ...place.salts },
    };
  }

  /** @throws RequestErrors.invalid for sizes that the log never had, or in the wrong order */
  async consistency(log: string, { from, to }: ConsistencyQuery): Promise<ConsistencyProofDto> {
    const head: LogHead | undefined = await this.reader.head(log);
    if (!head) throw EvidenceErrors.no_checkpoint();
    if (to > head.size) throw outOfRange('to', 1, head.size);
    if (from > to) throw outOfRange('from', 1, to);
    const nodes = this.reader.nodes(log);
    return {
      origin: head.origin,
      from,
      to,
      from_root_hash: (await rootAt(from, nodes)).toString('base64'),
      to_root_hash: (await rootAt(to, nodes)).toString('base64'),
      proof: inBase64(await consistencyProof(from, to, nodes)),
    };
  }

  async publicKeys(): Promise<EvidenceKeysDto> {
    const origin = (await this.reader.head(PLATFORM_LOG))?.origin ?? originOf(PLATFORM_LOG, this.settings.values.APP_URL);
    const keys = (await this.keys.published()).map(({ publicKey, createdAt, retiredAt }) => ({
      public_key: publicKey.toString('base64'),
      verifier_key: verifierKey(origin, publicKey),
      created_at: createdAt.toISOString(),
      retired_at: retiredAt?.toISOString() ?? null,
    }));
    return { keys };
  }

  private async checkpointOf(log: string, made: MadeCheckpoint | undefined): Promise<CheckpointDto> {
    const head = await this.reader.head(log);
    if (!made || !head) throw EvidenceErrors.no_checkpoint();
    return { origin: head.origin, size: made.size, root_hash: made.root.toString('base64'), note: made.note, created_at: made.createdAt.toISOString() };
  }
}

const inBase64 = (hashes: readonly Buffer[]): string[] => hashes.map((hash) => hash.toString('base64'));

function outOfRange(field: string, min: number, max: number): Error {
  return RequestErrors.invalid({ errors: [{ field, message: `${field} must be from ${min} to ${max}` }] });
}

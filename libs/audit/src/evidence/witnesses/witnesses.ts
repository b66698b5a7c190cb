import { Settings, type WitnessSetting } from '@authengine/config';
import { Clock } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable, Logger } from '@nestjs/common';
import { BackOff } from '../../relay/back-off.js';
import { within } from '../../within.js';
import { Checkpoints, ContradictionError, type MadeCheckpoint } from '../checkpoints/checkpoints.js';
import { PLATFORM_LOG } from '../leaf/log-name.js';
import { consistencyProof } from '../merkle/proofs.js';
import { cosignedAt, idOf } from '../notes/cosignature.js';
import { parseNote } from '../notes/signed-note.js';
import { KeeperLeases } from '../outside/keeper-leases.js';
import { LogReader } from '../places/log-reader.js';
import { WitnessClient } from './witness-client.js';

/** Anchors wait no longer for cosignatures; one that comes later is added all the same. */
const PATIENCE_MS = 3_000;

export interface WitnessLag {
  readonly witness: string;
  /** How many entries signed checkpoints have that none has that it cosigned. */
  readonly entries: number;
  /** How long ago it cosigned the last one; null when it never did. */
  readonly seconds: number | null;
}

interface KeeperRow {
  readonly cosigned_size: string | null;
  readonly cosigned_at: Date | null;
}

/**
 * Has witnesses cosign the checkpoints of the platform's log, which has every entry. A witness signs only what continues the last
 * checkpoint that it saw, so a history that somebody wrote anew has no cosignature. Nothing waits for a witness that is away.
 */
@Injectable()
export class Witnesses {
  private readonly log = new Logger('AuditWitnesses');
  private readonly failures = new Map<string, BackOff>();
  private underWay: Promise<void> | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly checkpoints: Checkpoints,
    private readonly reader: LogReader,
    private readonly client: WitnessClient,
    private readonly leases: KeeperLeases,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Resolves when every witness has answered or failed, and after three seconds in any case. */
  async cosign(): Promise<void> {
    const { AUDIT_WITNESSES: witnesses } = this.settings.values;
    if (witnesses.length === 0) return;
    this.underWay ??= Promise.all(witnesses.map((witness) => this.tryOne(witness))).then(() => (this.underWay = undefined));
    await within(PATIENCE_MS, this.underWay, () => new Error('late')).catch(() => undefined);
  }

  /** How far each witness of the settings is behind. */
  async lag(): Promise<WitnessLag[]> {
    const { AUDIT_WITNESSES: witnesses } = this.settings.values;
    const size = witnesses.length === 0 ? 0 : ((await this.checkpoints.newest(PLATFORM_LOG))?.size ?? 0);
    return Promise.all(
      witnesses.map(async (witness) => {
        const { cosigned_size, cosigned_at } = await this.known(witness);
        const seconds = cosigned_at === null ? null : Math.max(0, (this.clock.now().getTime() - cosigned_at.getTime()) / 1_000);
        return { witness: witness.name, entries: Math.max(0, size - Number(cosigned_size ?? 0)), seconds };
      }),
    );
  }

  /** One that fails does not hold the others up. */
  private async tryOne(witness: WitnessSetting): Promise<void> {
    const backOff = this.failures.get(witness.name) ?? new BackOff();
    this.failures.set(witness.name, backOff);
    try {
      await this.leases.hold(keeperOf(witness), () => this.cosignNewest(witness));
      if (backOff.succeeded()) this.log.log(`the witness ${witness.name} cosigns again`);
    } catch (error) {
      if (error instanceof ContradictionError) this.log.error({ err: error, witness: witness.name }, 'a witness has seen another history of the audit log');
      else if (backOff.failed()) this.log.warn({ err: error, witness: witness.name }, 'a checkpoint of the audit log has no cosignature');
    }
  }

  private async cosignNewest(witness: WitnessSetting): Promise<void> {
    const newest = await this.checkpoints.newest(PLATFORM_LOG);
    if (!newest || isCosigned(newest, witness)) return;
    let oldSize = Number((await this.known(witness)).cosigned_size ?? 0);
    // The first answer may be the size that the witness knows.
    for (let attempt = 1; ; attempt += 1) {
      if (oldSize > newest.size) throw new ContradictionError(`the witness ${witness.name} cosigned ${oldSize} entries, and the log has ${newest.size}`);
      const proof = await consistencyProof(oldSize, newest.size, this.reader.nodes(PLATFORM_LOG));
      const answer = await this.client.addCheckpoint(witness, { oldSize, proof, note: newest.note });
      if ('line' in answer) return this.keep(witness, newest, answer.line);
      if (answer.knows === oldSize) throw new ContradictionError(`the witness ${witness.name} cosigned another log of ${oldSize} entries`);
      if (attempt === 2) throw new Error(`the witness ${witness.name} knows ${answer.knows} entries, and knew others a moment ago`);
      oldSize = answer.knows;
    }
  }

  private async keep(witness: WitnessSetting, { size }: MadeCheckpoint, line: string): Promise<void> {
    await this.transactions.run(async () => {
      const { manager } = this.transactions;
      await manager.query('UPDATE audit_checkpoints SET note = note || $3 WHERE log = $1 AND size = $2 AND position($3 in note) = 0', [PLATFORM_LOG, size, line]);
      await manager.query('UPDATE audit_keepers SET cosigned_size = $2, cosigned_at = $3 WHERE name = $1', [keeperOf(witness), size, this.clock.now()]);
    });
  }

  private async known(witness: WitnessSetting): Promise<KeeperRow> {
    const [row] = await this.transactions.manager.query<KeeperRow[]>('SELECT cosigned_size, cosigned_at FROM audit_keepers WHERE name = $1', [keeperOf(witness)]);
    return row ?? { cosigned_size: null, cosigned_at: null };
  }
}

const keeperOf = (witness: WitnessSetting): string => `witness:${idOf(witness)}`;

function isCosigned({ note }: MadeCheckpoint, witness: WitnessSetting): boolean {
  const parsed = parseNote(note);
  return parsed !== undefined && cosignedAt(parsed, witness) !== undefined;
}

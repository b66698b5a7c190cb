import { Clock } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable, Logger } from '@nestjs/common';
import { SigningKeys } from '../keys/signing-keys.js';
import { rootAt } from '../merkle/proofs.js';
import { signCheckpoint } from '../notes/checkpoint.js';
import { LogReader, type LogHead } from '../places/log-reader.js';

export interface MadeCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
  readonly createdAt: Date;
}

interface CheckpointRow {
  readonly size: string;
  readonly root: Buffer;
  readonly note: string;
  readonly created_at: Date;
}

/** A log whose former entries are not those of its last checkpoint, or whose tree is not whole. */
export class ContradictionError extends Error {}

/** Makes and keeps the signed checkpoints of the logs. */
@Injectable()
export class Checkpoints {
  private readonly logger = new Logger('AuditCheckpoints');

  constructor(
    private readonly transactions: Transactions,
    private readonly reader: LogReader,
    private readonly keys: SigningKeys,
    private readonly clock: Clock,
  ) {}

  async newest(log: string): Promise<MadeCheckpoint | undefined> {
    return (await this.rows('WHERE log = $1 ORDER BY size DESC, seq DESC LIMIT 1', [log]))[0];
  }

  async ofSize(log: string, size: number): Promise<MadeCheckpoint | undefined> {
    return (await this.rows('WHERE log = $1 AND size = $2', [log, size]))[0];
  }

  /** All of a log, smallest first. */
  all(log: string): Promise<MadeCheckpoint[]> {
    return this.rows('WHERE log = $1 ORDER BY size, seq', [log]);
  }

  /** Makes one for every log that has grown. One that cannot be signed does not hold the others up. */
  async makeDue(): Promise<void> {
    for (const head of await this.reader.grown()) {
      await this.make(head).catch((error: unknown) => {
        this.logger.error({ err: error, origin: head.origin }, 'a checkpoint of the audit log could not be signed');
      });
    }
  }

  /** The checkpoint of the log as it is now; undefined when it has no entries. */
  async now(log: string): Promise<MadeCheckpoint | undefined> {
    const [head, newest] = [await this.reader.head(log), await this.newest(log)];
    if (!head || head.size === 0) return undefined;
    return newest?.size === head.size ? newest : this.make(head);
  }

  /**
   * Signs the head, unless it contradicts the last checkpoint or its own tree: then somebody has rewritten the log, and a
   * signature would cover it up.
   * @throws ContradictionError
   */
  private async make({ log, origin, size, root }: LogHead): Promise<MadeCheckpoint | undefined> {
    const last = await this.newest(log);
    const nodes = this.reader.nodes(log);
    const isWhole = (await rootAt(size, nodes)).equals(root);
    const continues = !last || (last.size <= size && (await rootAt(last.size, nodes)).equals(last.root));
    if (!isWhole || !continues) throw new ContradictionError(`the log ${origin} is not the one that it was`);
    const note = signCheckpoint({ origin, size, root }, await this.keys.current());
    // Of two nodes that make it at the same time, one keeps it.
    await this.transactions.manager.query('INSERT INTO audit_checkpoints (log, size, root, note, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING', [log, size, root, note, this.clock.now()]);
    return this.newest(log);
  }

  private async rows(condition: string, parameters: readonly unknown[]): Promise<MadeCheckpoint[]> {
    const rows = await this.transactions.manager.query<CheckpointRow[]>(`SELECT size, root, note, created_at FROM audit_checkpoints ${condition}`, [...parameters]);
    return rows.map(({ size, root, note, created_at }) => ({ size: Number(size), root, note, createdAt: created_at }));
  }
}

import type { EvidenceFault } from './evidence-record.js';

/** A signed checkpoint to hold the log against. */
export interface TrustedCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  /** Whether it is one of the log's own, or was given from outside: by an anchor, or by somebody it was shown to. */
  readonly own: boolean;
  /** The witnesses that have cosigned it. */
  readonly cosigners: readonly string[];
}

/** Compares a log with checkpoints of it, while it grows. */
export class CheckpointChecks {
  private readonly waiting: TrustedCheckpoint[];
  private readonly wrong: TrustedCheckpoint[] = [];
  private matched = 0;
  private readonly cosigned: Map<string, number>;
  /** The largest matching checkpoint below each wrong one. */
  private readonly sound = new Map<TrustedCheckpoint, number>();

  constructor(
    private readonly origin: string,
    private readonly checkpoints: readonly TrustedCheckpoint[],
    /** The names of the witnesses that must have cosigned a checkpoint of this log. */
    witnesses: readonly string[],
  ) {
    this.cosigned = new Map(witnesses.map((name) => [name, 0]));
    this.waiting = [...checkpoints].sort((a, b) => a.size - b.size);
  }

  /** The log has this size and this root now. */
  at(size: number, root: () => Buffer): void {
    for (let next = this.waiting[0]; next?.size === size; next = this.waiting[0]) {
      this.waiting.shift();
      if (next.root.equals(root())) this.match(next);
      else {
        this.sound.set(next, this.matched);
        this.wrong.push(next);
      }
    }
  }

  /** The number of entries that checkpoints prove. */
  get proven(): number {
    return this.matched;
  }

  /** By witness, the number of entries that checkpoints prove which it has cosigned. */
  get cosignedBy(): ReadonlyMap<string, number> {
    return this.cosigned;
  }

  /** The faults once every entry was there. */
  end(size: number): EvidenceFault[] {
    return [...this.disagreements(), ...this.cut(size), ...this.withdrawn(), ...this.unwitnessed()];
  }

  private match({ size, cosigners }: TrustedCheckpoint): void {
    this.matched = size;
    for (const name of cosigners) if (this.cosigned.has(name)) this.cosigned.set(name, size);
  }

  private unwitnessed(): EvidenceFault[] {
    if (this.matched === 0) return [];
    return [...this.cosigned].filter(([, entries]) => entries === 0).map(([name]) => this.fault('unwitnessed', 0, `no checkpoint that is there was cosigned by ${name}`));
  }

  private disagreements(): EvidenceFault[] {
    const [rewritten] = this.wrong.filter((checkpoint) => this.matched < checkpoint.size);
    const [forked] = this.wrong.filter((checkpoint) => this.matched >= checkpoint.size);
    const faults: EvidenceFault[] = [];
    if (rewritten) {
      const from = this.sound.get(rewritten) ?? 0;
      faults.push(this.fault('rewritten', from, `the entries ${from} to ${rewritten.size - 1} are not those of the signed checkpoint of ${rewritten.size} entries`));
    }
    if (forked) faults.push(this.fault('forked', this.sound.get(forked) ?? 0, `a signed checkpoint of ${forked.size} entries is of another log with this name`));
    return faults;
  }

  private cut(size: number): EvidenceFault[] {
    const largest = this.waiting.at(-1);
    return largest ? [this.fault('cut', size, `a signed checkpoint has ${largest.size} entries, and ${size} are there`)] : [];
  }

  private withdrawn(): EvidenceFault[] {
    const own = Math.max(0, ...this.checkpoints.filter((checkpoint) => checkpoint.own).map((checkpoint) => checkpoint.size));
    const given = Math.max(0, ...this.checkpoints.filter((checkpoint) => !checkpoint.own).map((checkpoint) => checkpoint.size));
    return given > own ? [this.fault('withdrawn', own, `the log's newest checkpoint has ${own} entries, and one of ${given} was signed`)] : [];
  }

  private fault(kind: EvidenceFault['kind'], index: number, message: string): EvidenceFault {
    return { kind, origin: this.origin, index, entryId: null, message };
  }
}

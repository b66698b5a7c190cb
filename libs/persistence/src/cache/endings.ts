import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Transactions } from '../transactions/transactions.js';

/** A point in the history of the database, from which nothing is missed. */
export interface Position {
  /** The id of the oldest transaction that was still running: every older one has ended. */
  readonly xact: number;
  /** When that was, by the clock of the database, in milliseconds. */
  readonly at: number;
}

/** A committed change that ended something, as the log of cache changes has it. */
export interface Ending {
  readonly seq: number;
  /** The id of its transaction. */
  readonly epoch: number;
  readonly key: string;
  readonly value: string;
  /** The user, tenant or key that it concerns. */
  readonly subject: string;
  /** The tenants whose keys hear of it; null when the writer, a node of an earlier version, did not say. */
  readonly tenants: readonly string[] | null;
}

export interface EndingsSince {
  /** Every committed ending of a transaction at or after the position that was asked for, in the order of their epochs. */
  readonly endings: readonly Ending[];
  readonly position: Position;
  /** No transaction of this database has this id or a higher one. */
  readonly next: number;
}

/** The tenants of which each subject, when it is a user, is a member now. */
export type TenantsOfUsers = (subjects: readonly string[]) => Promise<ReadonlyMap<string, readonly string[]>>;

interface Row {
  readonly position: string;
  readonly next: string;
  readonly at: string;
  readonly seq: string | null;
  readonly key: string;
  readonly value: string;
  readonly subject: string;
  readonly tenants: readonly string[] | null;
  readonly xact: string;
}

/** What has ended, for those who want to be told: read from the log of cache changes, where it commits with its change. */
@Injectable()
export class Endings {
  private tenantsOfUsers: TenantsOfUsers = () => Promise.resolve(new Map());
  private readonly listeners: (() => void)[] = [];
  /** By transaction: the tenants that a user leaves in it. Its log is written after the membership's row is gone. */
  private readonly left = new WeakMap<EntityManager, Map<string, Set<string>>>();

  /** @param keptMs how long an ending can be read; the log keeps it longer, by more than a transaction can take */
  constructor(
    private readonly transactions: Transactions,
    readonly keptMs: number,
  ) {}

  /** Registers the owner of memberships. */
  hearersBy(tenantsOfUsers: TenantsOfUsers): void {
    this.tenantsOfUsers = tenantsOfUsers;
  }

  /** The tenants whose keys hear of a change of each subject: those of the user now, and those that the user leaves in this transaction. */
  async hearers(subjects: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const unique = [...new Set(subjects)];
    const now = await this.tenantsOfUsers(unique);
    const left = this.leftInTransaction;
    if (!left) return now;
    return new Map(unique.map((subject) => [subject, [...new Set([...(now.get(subject) ?? []), ...(left.get(subject) ?? [])])]]));
  }

  /** Call this in a transaction that ends the membership, or the user. */
  leaves(userId: string, tenantIds: readonly string[]): void {
    if (!this.transactions.active) return;
    const left = this.leftInTransaction ?? new Map<string, Set<string>>();
    left.set(userId, new Set([...(left.get(userId) ?? []), ...tenantIds]));
    this.left.set(this.transactions.manager, left);
  }

  /** `listener` is called when this process has ended something: after the commit, with no promise that nothing else has. */
  onEnding(listener: () => void): void {
    this.listeners.push(listener);
  }

  ended(): void {
    for (const listener of this.listeners) listener();
  }

  async position(): Promise<Position> {
    return (await this.since(Number.MAX_SAFE_INTEGER)).position;
  }

  /**
   * Without what was restored into a younger server, whose ids this one has not reached.
   * @param xact of an earlier position, or of one that a client says it has
   */
  async since(xact: number, limit?: number): Promise<EndingsSince> {
    const rows = await this.transactions.manager.query<Row[]>(
      `SELECT bound.*, change.seq, change.key, change.value, change.subject, change.tenants, change.xact
         FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS position, pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next,
                      floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS at) bound
         LEFT JOIN copy_changes change ON change.xact >= $1 AND change.xact < bound.next AND change.ends
        ORDER BY change.xact, change.seq LIMIT $2`,
      [xact, limit ?? null],
    );
    const [first] = rows;
    if (!first) throw new Error('the snapshot has no position');
    return { endings: rows.flatMap(toEnding), position: { xact: Number(first.position), at: Number(first.at) }, next: Number(first.next) };
  }

  private get leftInTransaction(): Map<string, Set<string>> | undefined {
    return this.transactions.active ? this.left.get(this.transactions.manager) : undefined;
  }
}

function toEnding({ seq, xact, key, value, subject, tenants }: Row): Ending[] {
  return seq === null ? [] : [{ seq: Number(seq), epoch: Number(xact), key, value, subject, tenants }];
}

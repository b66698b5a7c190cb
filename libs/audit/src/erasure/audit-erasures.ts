import { Clock } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { AuditEntry } from '../entry/audit-entry.js';
import type { PersonErasure } from './without-person.js';

const FIELDS = 'pseudonym, address, erased_at AS "erasedAt"';

/** The people who are to be gone from the audit log: what those who erase a user tell it. */
@Injectable()
export class AuditErasures {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * In the transaction that erases the user: from its commit on, the log loses what is personal of
   * them, however long the store is away. `address` only where it was proven to be theirs, or whoever
   * typed another's address could wipe that other's traces.
   */
  async add(userId: string, address: string | null): Promise<void> {
    await this.query('INSERT INTO audit_erasures (pseudonym, address, erased_at) VALUES ($1, $2, $3) ON CONFLICT (pseudonym) DO NOTHING', [userId, address, this.clock.now()]);
  }

  /** Those that are not carried out, and whether the outbox is still to be cleared of them. */
  waiting(): Promise<(PersonErasure & { readonly inOutbox: boolean })[]> {
    return this.query(`SELECT ${FIELDS}, outbox_mark IS NULL AS "inOutbox" FROM audit_erasures WHERE carried_out_at IS NULL ORDER BY erased_at`);
  }

  /** The outbox has been cleared of the person. */
  async mark({ pseudonym }: PersonErasure): Promise<void> {
    await this.query('UPDATE audit_erasures SET outbox_mark = (SELECT coalesce(max(seq), 0) FROM audit_outbox) WHERE pseudonym = $1', [pseudonym]);
  }

  /** Those that wait for the store, and of whom it has everything that any node may have sent it as it was. */
  due(): Promise<PersonErasure[]> {
    return this.query(
      `SELECT ${FIELDS} FROM audit_erasures
        WHERE carried_out_at IS NULL AND outbox_mark IS NOT NULL AND NOT EXISTS (SELECT 1 FROM audit_outbox WHERE seq <= outbox_mark) ORDER BY erased_at`,
    );
  }

  /** The store has acknowledged it: of the person nothing is kept but the pseudonym. */
  async carriedOut({ pseudonym }: PersonErasure): Promise<void> {
    await this.query('UPDATE audit_erasures SET carried_out_at = $2, address = NULL WHERE pseudonym = $1', [pseudonym, this.clock.now()]);
  }

  /** Those that may concern any of `entries`: to be asked after the entries were read. */
  concerning(entries: readonly AuditEntry[]): Promise<PersonErasure[]> {
    const people = entries.flatMap(({ actorId, targetUserId }) => [actorId, targetUserId]).filter((id) => id !== null);
    return this.query(`SELECT ${FIELDS} FROM audit_erasures WHERE pseudonym = ANY($1) OR carried_out_at IS NULL`, [[...new Set(people)]]);
  }

  private query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.transactions.manager.query<Row[]>(sql, [...parameters]);
  }
}

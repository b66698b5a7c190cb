import { Clock } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { AuditEntry } from '../entry/audit-entry.js';
import { personalFields, recordPersonalFields } from './personal-fields.js';
import type { PersonErasure } from './without-person.js';

const FIELDS = 'pseudonym, address, erased_at AS "erasedAt"';

/** The people to erase from the audit log. Features that erase a user add them here. */
@Injectable()
export class AuditErasures implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Before this node records anything: from then on every node knows what of it is personal. */
  onModuleInit(): Promise<void> {
    return recordPersonalFields(this.transactions);
  }

  /** The metadata fields that go with the person whom an entry is about. */
  personalFields(): Promise<readonly string[]> {
    return personalFields(this.transactions);
  }

  /**
   * Runs in the transaction that erases the user: from its commit on, the log loses the user's personal data, however
   * long the store is away. Give `address` only when it was proven to be theirs: otherwise people could type another's
   * address and wipe that person's traces.
   */
  async add(userId: string, address: string | null): Promise<void> {
    await this.query('INSERT INTO audit_erasures (pseudonym, address, erased_at) VALUES ($1, $2, $3) ON CONFLICT (pseudonym) DO NOTHING', [userId, address, this.clock.now()]);
  }

  /** Erasures that are not carried out yet, and whether the outbox still has to be rewritten for them. */
  waiting(): Promise<(PersonErasure & { readonly inOutbox: boolean })[]> {
    return this.query(`SELECT ${FIELDS}, outbox_mark IS NULL AS "inOutbox" FROM audit_erasures WHERE carried_out_at IS NULL ORDER BY erased_at`);
  }

  /** The outbox holds nothing of the person any more. */
  async mark({ pseudonym }: PersonErasure): Promise<void> {
    await this.query('UPDATE audit_erasures SET outbox_mark = (SELECT coalesce(max(seq), 0) FROM audit_outbox) WHERE pseudonym = $1', [pseudonym]);
  }

  /** Erasures that may now run on the store: it has received every unchanged entry that any node may have sent. */
  due(): Promise<PersonErasure[]> {
    return this.query(
      `SELECT ${FIELDS} FROM audit_erasures
        WHERE carried_out_at IS NULL AND outbox_mark IS NOT NULL AND NOT EXISTS (SELECT 1 FROM audit_outbox WHERE seq <= outbox_mark) ORDER BY erased_at`,
    );
  }

  /** The store has confirmed the erasure: only the pseudonym stays. */
  async carriedOut({ pseudonym }: PersonErasure): Promise<void> {
    await this.query('UPDATE audit_erasures SET carried_out_at = coalesce(carried_out_at, $2), salts_gone_at = $2, address = NULL WHERE pseudonym = $1', [pseudonym, this.clock.now()]);
  }

  /** Erasures that a node of an older version has carried out: it left the salts. */
  withSalts(): Promise<PersonErasure[]> {
    return this.query(`SELECT ${FIELDS} FROM audit_erasures WHERE carried_out_at IS NOT NULL AND salts_gone_at IS NULL ORDER BY erased_at`);
  }

  /** Everybody who was ever erased. */
  all(): Promise<PersonErasure[]> {
    return this.query(`SELECT ${FIELDS} FROM audit_erasures ORDER BY erased_at`);
  }

  /** Erasures that may concern any of `entries`. Call it after reading the entries. */
  concerning(entries: readonly AuditEntry[]): Promise<PersonErasure[]> {
    const people = entries.flatMap(({ actorId, targetUserId }) => [actorId, targetUserId]).filter((id) => id !== null);
    return this.query(`SELECT ${FIELDS} FROM audit_erasures WHERE pseudonym = ANY($1) OR carried_out_at IS NULL`, [[...new Set(people)]]);
  }

  private query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.transactions.manager.query<Row[]>(sql, [...parameters]);
  }
}

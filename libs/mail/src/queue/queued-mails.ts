import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { QueuedMail } from './queued-mail.entity.js';

export interface LeasedMail {
  readonly id: string;
  readonly kind: string;
  readonly sealedMessage: string;
  /** Includes the attempt of this lease. */
  readonly attempts: number;
  readonly createdAt: Date;
}

/** The table of mails that wait to be sent. All times come from the caller's clock. */
@Injectable()
export class QueuedMails {
  constructor(private readonly transactions: Transactions) {}

  /** Joins the caller's transaction. */
  async add(mail: Pick<QueuedMail, 'id' | 'kind' | 'createdAt'> & { readonly sealedMessage: string }): Promise<void> {
    await this.transactions.manager.insert(QueuedMail, { ...mail, nextAttemptAt: mail.createdAt });
  }

  /**
   * Takes up to `limit` due mails, the oldest first, and keeps other processes off them until `until`. It is one
   * statement, and it skips rows that another process is taking. When a process dies with a lease, its mails are only
   * late.
   */
  async lease(now: Date, until: Date, limit: number): Promise<LeasedMail[]> {
    const [rows] = await this.transactions.manager.query<[LeasedMail[], number]>(
      `WITH due AS MATERIALIZED (
         SELECT id FROM mail_queue WHERE sent_at IS NULL AND failed_at IS NULL AND next_attempt_at <= $1
          ORDER BY next_attempt_at LIMIT $3 FOR UPDATE SKIP LOCKED)
       UPDATE mail_queue AS mail SET attempts = attempts + 1, next_attempt_at = $2, last_error = NULL FROM due WHERE mail.id = due.id
       RETURNING mail.id, kind, sealed_message AS "sealedMessage", attempts, created_at AS "createdAt"`,
      [now, until, limit],
    );
    return rows;
  }

  /** The mail is sent: only that fact is kept. */
  async sent({ id }: LeasedMail, now: Date): Promise<void> {
    await this.transactions.manager.query('UPDATE mail_queue SET sent_at = $2, sealed_message = NULL, last_error = NULL WHERE id = $1 AND sent_at IS NULL', [id, now]);
  }

  /** The mail will be tried again, unless another process has taken it after this lease ended. */
  async postponed({ id, attempts }: LeasedMail, until: Date, reason: string): Promise<void> {
    await this.transactions.manager.query(
      'UPDATE mail_queue SET next_attempt_at = $3, last_error = $4 WHERE id = $1 AND attempts = $2 AND sent_at IS NULL AND failed_at IS NULL',
      [id, attempts, until, reason],
    );
  }

  /** Makes postponed mails due at once. A mail without an error is being sent by some process, and stays with it. */
  async hasten(now: Date): Promise<void> {
    await this.transactions.manager.query(
      'UPDATE mail_queue SET next_attempt_at = $1 WHERE last_error IS NOT NULL AND next_attempt_at > $1 AND sent_at IS NULL AND failed_at IS NULL',
      [now],
    );
  }

  /** The mail is given up and its content erased. False when another process has taken it after this lease ended. */
  async failed({ id, attempts }: LeasedMail, now: Date, reason: string): Promise<boolean> {
    const [, changed] = await this.transactions.manager.query<[unknown[], number]>(
      `UPDATE mail_queue SET failed_at = $3, last_error = $4, sealed_message = NULL
        WHERE id = $1 AND attempts = $2 AND sent_at IS NULL AND failed_at IS NULL`,
      [id, attempts, now, reason],
    );
    return changed > 0;
  }

  /** Deletes the rows of mails that were sent or given up before `before`. */
  async prune(before: Date): Promise<void> {
    await this.transactions.manager.query('DELETE FROM mail_queue WHERE sent_at < $1 OR failed_at < $1', [before]);
  }
}

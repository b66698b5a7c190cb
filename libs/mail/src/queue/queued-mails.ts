import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { QueuedMail } from './queued-mail.entity.js';

export interface LeasedMail {
  readonly id: string;
  readonly kind: string;
  readonly sealedMessage: string;
  /** Including the one that this lease is for. */
  readonly attempts: number;
  readonly createdAt: Date;
}

/** The table of mails on their way. Times are the caller's clock's. */
@Injectable()
export class QueuedMails {
  constructor(private readonly transactions: Transactions) {}

  /** Part of the caller's transaction. */
  async add(mail: Pick<QueuedMail, 'id' | 'kind' | 'createdAt'> & { readonly sealedMessage: string }): Promise<void> {
    await this.transactions.manager.insert(QueuedMail, { ...mail, nextAttemptAt: mail.createdAt });
  }

  /**
   * Takes up to `limit` due mails, oldest due first, and keeps every other process off them until
   * `until`: one statement, rows that another process is taking are skipped. Whoever dies holding
   * them has only delayed them.
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

  /** It is out: nothing of it is kept but that it was sent. */
  async sent({ id }: LeasedMail, now: Date): Promise<void> {
    await this.transactions.manager.query('UPDATE mail_queue SET sent_at = $2, sealed_message = NULL, last_error = NULL WHERE id = $1 AND sent_at IS NULL', [id, now]);
  }

  /** To be tried again; unless another process has taken it after this lease ran out. */
  async postponed({ id, attempts }: LeasedMail, until: Date, reason: string): Promise<void> {
    await this.transactions.manager.query(
      'UPDATE mail_queue SET next_attempt_at = $3, last_error = $4 WHERE id = $1 AND attempts = $2 AND sent_at IS NULL AND failed_at IS NULL',
      [id, attempts, until, reason],
    );
  }

  /** What was put off is due at once. What some process is sending has no error yet, and is left to it. */
  async hasten(now: Date): Promise<void> {
    await this.transactions.manager.query(
      'UPDATE mail_queue SET next_attempt_at = $1 WHERE last_error IS NOT NULL AND next_attempt_at > $1 AND sent_at IS NULL AND failed_at IS NULL',
      [now],
    );
  }

  /** Given up, content erased. False when another process has taken it after this lease ran out. */
  async failed({ id, attempts }: LeasedMail, now: Date, reason: string): Promise<boolean> {
    const [, changed] = await this.transactions.manager.query<[unknown[], number]>(
      `UPDATE mail_queue SET failed_at = $3, last_error = $4, sealed_message = NULL
        WHERE id = $1 AND attempts = $2 AND sent_at IS NULL AND failed_at IS NULL`,
      [id, attempts, now, reason],
    );
    return changed > 0;
  }

  /** Forgets mails that were sent or given up before `before`. */
  async prune(before: Date): Promise<void> {
    await this.transactions.manager.query('DELETE FROM mail_queue WHERE sent_at < $1 OR failed_at < $1', [before]);
  }
}

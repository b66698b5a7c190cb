import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A mail that waits to be sent. Address and content are sealed, and erased once it is sent or given up. */
@Entity('mail_queue')
@Index('mail_queue_due_idx', ['nextAttemptAt'], { where: 'sent_at IS NULL AND failed_at IS NULL' })
export class QueuedMail {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** The purpose of the mail in logs and the audit log: `verify_email`. */
  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'text', nullable: true })
  sealedMessage!: string | null;

  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  /** The time when it is due; while it is being sent, the end of the sender's lease. */
  @Column({ type: 'timestamptz', precision: 3 })
  nextAttemptAt!: Date;

  /** The reason of the last failure: a code, never the server's own words, which may name the recipient. */
  @Column({ type: 'text', nullable: true })
  lastError!: string | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  sentAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  failedAt!: Date | null;
}

import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/**
 * A request for a mail, stored before it is known whether a mail will be sent. The transaction that answers it deletes
 * the row.
 */
@Entity('mail_requests')
@Index(['nextAttemptAt', 'seq'])
export class MailRequestRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  seq!: string;

  /** The id that its content is sealed for. */
  @Column({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  kind!: string;

  /** The requester, the address and the details. */
  @Column({ type: 'text' })
  sealedRequest!: string;

  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  nextAttemptAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
